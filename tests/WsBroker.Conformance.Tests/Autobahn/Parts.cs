using System.Text;
using WsBroker.Conformance.Tests.Clients;

namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>The frames of which many cases are made.</summary>
internal static class Parts
{
    /// <summary>The suite's usual text.</summary>
    public const string Hello = "Hello, world!";

    /// <summary>Bytes that are no text.</summary>
    public static readonly byte[] Bytes = [0x00, 0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0x00, 0xFF];

    public static ClientFrame Text(string text) => ClientFrame.Text(text);

    public static ClientFrame Ping(string payload = "") => ClientFrame.Ping(Encoding.UTF8.GetBytes(payload));

    public static ClientFrame Pong(string payload = "") => ClientFrame.Pong(Encoding.UTF8.GetBytes(payload));

    /// <summary>The first part of a text.</summary>
    public static ClientFrame Begin(string text) => Text(text) with { Fin = false };

    /// <summary>A further part of a text.</summary>
    public static ClientFrame More(string text) => ClientFrame.Continuation(Encoding.UTF8.GetBytes(text), fin: false);

    /// <summary>The last part of a text.</summary>
    public static ClientFrame End(string text) => ClientFrame.Continuation(Encoding.UTF8.GetBytes(text), fin: true);

    /// <summary>A frame with reserved bits, from 1 to 7.</summary>
    public static ClientFrame WithReserved(ClientFrame frame, int bits) => frame with { Reserved = (byte)(bits << 4) };

    /// <summary>A frame with an opcode that has no meaning.</summary>
    public static ClientFrame Unknown(int opcode, string payload = "") => Text(payload) with { Opcode = (Opcode)opcode };

    /// <summary>A text of these bytes in frames of one byte.</summary>
    public static IEnumerable<ClientFrame> ByteFrames(byte[] bytes) =>
        bytes.Select((one, at) => new ClientFrame(at == 0 ? Opcode.Text : Opcode.Continuation, new[] { one }) { Fin = at == bytes.Length - 1 });
}
