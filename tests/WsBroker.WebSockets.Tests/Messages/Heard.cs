using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Messages;

namespace WsBroker.WebSockets.Tests.Messages;

/// <summary>A copy of what an assembler found, which outlives the next read.</summary>
internal sealed record Heard(
    IncomingKind Kind, MessageKind MessageKind, string Payload, CloseCode CloseCode, ProtocolViolation Violation)
{
    private const byte Overwritten = 0xEE;

    public static Heard Text(string hex) => new(IncomingKind.Message, MessageKind.Text, hex, default, default);

    public static Heard Text(ReadOnlySpan<byte> bytes) => Text(Convert.ToHexString(bytes));

    public static Heard Binary(ReadOnlySpan<byte> bytes) =>
        new(IncomingKind.Message, MessageKind.Binary, Convert.ToHexString(bytes), default, default);

    public static Heard Ping(ReadOnlySpan<byte> bytes) =>
        new(IncomingKind.Ping, default, Convert.ToHexString(bytes), default, default);

    public static Heard Pong(ReadOnlySpan<byte> bytes) =>
        new(IncomingKind.Pong, default, Convert.ToHexString(bytes), default, default);

    public static Heard Close(CloseCode code, ReadOnlySpan<byte> reason) =>
        new(IncomingKind.Close, default, Convert.ToHexString(reason), code, default);

    public static Heard Refusal(CloseCode code, ViolationReason reason) =>
        new(IncomingKind.Violation, default, "", default, new ProtocolViolation(code, reason));

    /// <summary>All that a new server-side assembler finds in bytes that arrive in these parts.</summary>
    public static List<Heard> From(IReadOnlyList<byte[]> parts, MessageLimits? limits = null)
    {
        using var assembler = new MessageAssembler(PeerRole.Server, limits ?? new MessageLimits());
        return From(assembler, parts);
    }

    /// <summary>All that a reader finds; each part's buffer is overwritten once it is used up.</summary>
    public static List<Heard> From(IMessageReader reader, IReadOnlyList<byte[]> parts)
    {
        var heard = new List<Heard>();
        foreach (var part in parts)
        {
            var input = part.AsSpan();
            for (var incoming = reader.Read(ref input);
                incoming.Kind is not IncomingKind.NeedMoreData;
                incoming = reader.Read(ref input))
            {
                heard.Add(Copy(incoming));
            }

            Assert.True(input.IsEmpty);
            part.AsSpan().Fill(Overwritten);
        }

        return heard;
    }

    /// <summary>Asserts that a server hears just this, however the bytes are cut.</summary>
    public static void AtEveryCut(byte[] bytes, params Heard[] expected)
    {
        foreach (var parts in SplitBytes.Everywhere(bytes))
        {
            Assert.Equal(expected, From(parts));
        }
    }

    /// <summary>Asserts that a server closes with 1002 and hears nothing before, however the bytes are cut.</summary>
    public static void RefusalAtEveryCut(byte[] bytes, ViolationReason reason) =>
        AtEveryCut(bytes, Refusal(CloseCode.ProtocolError, reason));

    private static Heard Copy(Incoming incoming) =>
        new(
            incoming.Kind,
            incoming.MessageKind,
            Convert.ToHexString(incoming.Payload),
            incoming.Kind is IncomingKind.Violation ? default : incoming.CloseCode,
            incoming.Violation);
}
