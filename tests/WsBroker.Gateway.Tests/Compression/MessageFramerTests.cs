using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using WsBroker.Gateway.Compression;
using WsBroker.WebSockets.Compression;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Gateway.Tests.Compression;

public sealed class MessageFramerTests : IDisposable
{
    private readonly GatewayMetrics _metrics = new();
    private readonly MessageDeflater _deflater = new(level: 3, windowBits: 15);

    public void Dispose()
    {
        _deflater.Dispose();
        _metrics.Dispose();
    }

    [Theory]
    [InlineData(255, false)]
    [InlineData(256, true)]
    public void Compresses_from_the_threshold_on(int length, bool isCompressed)
    {
        var message = new string('a', length);

        Assert.Equal((message, isCompressed), Write(Encoding.UTF8.GetBytes(message)));
    }

    [Fact]
    public void Counts_what_it_compresses()
    {
        var counted = new Dictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name.StartsWith("wsbroker.compression.", StringComparison.Ordinal))
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (ReferenceEquals(instrument.Meter, _metrics.Meter))
            {
                counted[$"{instrument.Name} {tags[0].Value}"] = value;
            }
        });
        listener.Start();

        Write(new byte[1_000]);
        Write(new byte[10]);
        _metrics.MessageInflated(compressedBytes: 7, plainBytes: 70);

        Assert.Equal(1, counted["wsbroker.compression.messages out"]);
        Assert.Equal(1_000, counted["wsbroker.compression.plain out"]);
        Assert.InRange(counted["wsbroker.compression.compressed out"], 1, 100);
        Assert.Equal((1, 70, 7), (counted["wsbroker.compression.messages in"], counted["wsbroker.compression.plain in"], counted["wsbroker.compression.compressed in"]));
    }

    private (string Text, bool IsCompressed) Write(byte[] message)
    {
        using var client = new Frames();
        var output = new ArrayBufferWriter<byte>();
        new MessageFramer(_deflater.TryDeflate, threshold: 256, _metrics).Write(output, Opcode.Text, message);
        return Assert.Single(client.Read(output.WrittenMemory));
    }
}
