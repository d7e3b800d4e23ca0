using System.Buffers;
using System.Text;
using WsBroker.WebSockets.Extensions;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.WebSockets.Tests.Handshake;

public sealed class UpgradeResponseReaderTests
{
    private static readonly string[] _base =
    [
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    ];

    [Fact]
    public void The_example_in_the_RFC_is_read_at_every_cut_and_frames_behind_it_are_left_alone()
    {
        var head = RequestText.Bytes(_base);
        byte[] received = [.. head, 0x81, 0x00];
        for (var cut = 0; cut < head.Length; cut++)
        {
            Assert.Equal(OperationStatus.NeedMoreData, Read(received[..cut], out _, out _, out _));
        }

        var status = Read(received, out var length, out var response, out _);

        Assert.Equal(OperationStatus.Done, status);
        Assert.Equal(head.Length, length);
        Assert.Equal(new UpgradeResponse(101, null, null, null), response);
    }

    [Fact]
    public void What_our_server_writes_our_client_reads()
    {
        var output = new ArrayBufferWriter<byte>();
        UpgradeResponseWriter.WriteAccepted(output, RequestText.Key, "b");

        var status = Read(output.WrittenSpan.ToArray(), out _, out var response, out _);

        Assert.Equal(OperationStatus.Done, status);
        Assert.Equal("b", response!.Subprotocol);
    }

    [Fact]
    public void A_refusal_of_our_server_is_read_with_its_status()
    {
        var output = new ArrayBufferWriter<byte>();
        UpgradeResponseWriter.WriteRefused(output, UpgradeRefusal.Draining, DateTimeOffset.UnixEpoch, 5);

        var status = Read(output.WrittenSpan.ToArray(), out _, out var response, out var failure);

        Assert.Equal(OperationStatus.InvalidData, status);
        Assert.Equal(UpgradeFailure.NotAccepted, failure);
        Assert.Equal(new UpgradeResponse(503, null, null, "5"), response);
    }

    [Theory]
    [InlineData(1, "Upgrade: h2c", UpgradeFailure.UpgradeNotWebSocket)]
    [InlineData(1, "Upgrade: websocket, h2c", UpgradeFailure.UpgradeNotWebSocket)]
    [InlineData(1, "X: y", UpgradeFailure.UpgradeNotWebSocket)]
    [InlineData(2, "Connection: keep-alive", UpgradeFailure.ConnectionNotUpgrade)]
    [InlineData(3, "Sec-WebSocket-Accept: S3pPLMBiTxaQ9kYGzzhZRbK+xOo=", UpgradeFailure.AcceptKeyWrong)]
    [InlineData(3, "X: y", UpgradeFailure.AcceptKeyWrong)]
    [InlineData(0, "HTTP/1.1 200 OK", UpgradeFailure.NotAccepted)]
    [InlineData(0, "HTTP/1.0 101 Switching Protocols", UpgradeFailure.ResponseMalformed)]
    [InlineData(0, "HTTP/1.1 1x1 Switching Protocols", UpgradeFailure.ResponseMalformed)]
    [InlineData(0, "HTTP/1.1 1011", UpgradeFailure.ResponseMalformed)]
    [InlineData(0, "SSH-2.0-server", UpgradeFailure.ResponseMalformed)]
    [InlineData(1, "no colon", UpgradeFailure.ResponseMalformed)]
    public void An_answer_that_breaks_a_rule_is_refused(int index, string line, UpgradeFailure expected)
    {
        string[] lines = [.. _base[..index], line, .. _base[(index + 1)..]];

        var status = Read(RequestText.Bytes(lines), out _, out _, out var failure);

        Assert.Equal(OperationStatus.InvalidData, status);
        Assert.Equal(expected, failure);
    }

    [Theory]
    [InlineData("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", UpgradeFailure.AcceptKeyWrong)]
    [InlineData("Sec-WebSocket-Protocol: c", UpgradeFailure.SubprotocolNotOffered)]
    [InlineData("Sec-WebSocket-Protocol: a, b", UpgradeFailure.SubprotocolNotOffered)]
    [InlineData("Sec-WebSocket-Protocol: A", UpgradeFailure.SubprotocolNotOffered)]
    [InlineData("Sec-WebSocket-Protocol:", UpgradeFailure.SubprotocolNotOffered)]
    [InlineData("Sec-WebSocket-Extensions: permessage-deflate", UpgradeFailure.ExtensionNotOffered)]
    public void HS_19_An_answer_with_more_than_was_offered_is_refused(string line, UpgradeFailure expected)
    {
        var status = Read(RequestText.Bytes([.. _base, line]), out _, out _, out var failure);

        Assert.Equal(OperationStatus.InvalidData, status);
        Assert.Equal(expected, failure);
    }

    [Fact]
    public void Compression_that_was_offered_may_be_agreed_on()
    {
        var bytes = RequestText.Bytes([.. _base, "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10"]);

        var status = Read(bytes, out _, out var response, out _, new DeflateParameters());

        Assert.Equal(OperationStatus.Done, status);
        Assert.Equal(10, response!.Compression!.ServerMaxWindowBits);
    }

    [Theory]
    [InlineData("permessage-deflate; client_max_window_bits=10")]
    [InlineData("x-other")]
    public void Another_agreement_than_was_offered_is_refused(string extensions)
    {
        var bytes = RequestText.Bytes([.. _base, $"Sec-WebSocket-Extensions: {extensions}"]);

        Assert.Equal(OperationStatus.InvalidData, Read(bytes, out _, out _, out var failure, new DeflateParameters()));
        Assert.Equal(UpgradeFailure.ExtensionNotOffered, failure);
    }

    [Fact]
    public void An_answer_that_never_ends_is_refused()
    {
        var bytes = Encoding.ASCII.GetBytes(_base[0] + "\r\n" + new string('x', 40_000));

        Assert.Equal(OperationStatus.InvalidData, Read(bytes, out _, out _, out var failure));
        Assert.Equal(UpgradeFailure.ResponseMalformed, failure);
    }

    [Fact]
    public void Any_bytes_end_in_a_status_and_never_in_an_exception()
    {
        var random = new SeededBytes(4);
        for (var round = 0; round < 3000; round++)
        {
            var bytes = RequestText.Bytes(_base);
            bytes[random.Below(bytes.Length)] = random.Next(1)[0];

            var status = Read(bytes, out _, out _, out var failure);

            Assert.Equal(status is OperationStatus.InvalidData, failure is not UpgradeFailure.None);
        }
    }

    private static OperationStatus Read(
        byte[] received, out int length, out UpgradeResponse? response, out UpgradeFailure failure, DeflateParameters? offer = null) =>
        UpgradeResponseReader.TryRead(received, RequestText.Key, ["a", "b"], offer, out length, out response, out failure);
}
