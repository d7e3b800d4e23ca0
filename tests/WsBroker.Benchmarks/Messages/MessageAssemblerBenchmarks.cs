using System.Buffers;
using BenchmarkDotNet.Attributes;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Messages;

namespace WsBroker.Benchmarks.Messages;

/// <summary>
/// What a client's message costs from bytes to text; the copy of the bytes that each run needs is counted in.
/// </summary>
[MemoryDiagnoser]
public class MessageAssemblerBenchmarks : IDisposable
{
    private const int Messages = 16;

    private readonly MessageAssembler _assembler = new(PeerRole.Server, new MessageLimits());
    private byte[] _sent = [];
    private byte[] _received = [];

    /// <summary>The text's length in bytes.</summary>
    [Params(64, 1024, 16384)]
    public int Length { get; set; }

    /// <summary>
    /// How many bytes arrive at once: so many that each message is whole, or so few that each is cut.
    /// </summary>
    [Params(int.MaxValue, 1000)]
    public int Arriving { get; set; }

    [GlobalSetup]
    public void Write()
    {
        var output = new ArrayBufferWriter<byte>();
        var text = new byte[Length];
        text.AsSpan().Fill((byte)'a');
        for (var i = 0; i < Messages; i++)
        {
            FrameWriter.WriteMasked(output, Opcode.Text, text, 0x37FA213D);
        }

        _sent = output.WrittenSpan.ToArray();
        _received = new byte[_sent.Length];
    }

    [Benchmark(OperationsPerInvoke = Messages)]
    public int Read()
    {
        _sent.CopyTo(_received, 0);
        var messages = 0;
        for (var start = 0; start < _received.Length; start += Math.Min(Arriving, _received.Length - start))
        {
            var input = _received.AsSpan(start, Math.Min(Arriving, _received.Length - start));
            while (_assembler.Read(ref input).Kind is not IncomingKind.NeedMoreData)
            {
                messages++;
            }
        }

        return messages;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _assembler.Dispose();
        GC.SuppressFinalize(this);
    }
}
