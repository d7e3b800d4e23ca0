using System.Globalization;
using System.Text;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Rfc8446;

/// <summary>What strangers send to a port that speaks TLS: the known ones, and mutations of a good ClientHello.</summary>
internal static class BadHandshakes
{
    private const int Mutations = 50;
    private const byte Alert = 21;
    private const byte Handshake = 22;
    private const byte ApplicationData = 23;
    private const byte Heartbeat = 24;

    private static readonly byte[] _hello = ClientHello.To("localhost");

    public static IEnumerable<BadHandshake> All =>
        [.. Known, .. Enumerable.Range(0, Mutations).Select(seed => Mutated((ulong)seed))];

    private static IEnumerable<BadHandshake> Known =>
    [
        new("nothing", []),
        new("plain HTTP", Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")),
        new("a plain upgrade", RequestText.Upgrade("/").ToBytes()),
        new("the preface of HTTP/2", Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")),
        new("one byte", _hello[..1]),
        new("the header of a record", _hello[..ClientHello.RecordHeaderLength]),
        new("half a ClientHello", _hello[..(_hello.Length / 2)]),
        new("a whole ClientHello and no more", _hello),
        new("a ClientHello twice", [.. _hello, .. _hello]),
        new("a ClientHello in records of one byte", [.. Content.SelectMany(static one => ClientHello.Record(Handshake, [one]))]),
        new("a record of the largest length", [Handshake, 3, 1, 0xFF, 0xFF, .. new byte[0xFFFF]]),
        new("a handshake message of the largest length", ClientHello.Record(Handshake, [1, 0xFF, 0xFF, 0xFF, .. new byte[1000]])),
        new("empty records", [.. Enumerable.Repeat(ClientHello.Record(Handshake, []), 1000).SelectMany(static one => one)]),
        new("warnings", [.. Enumerable.Repeat(ClientHello.Record(Alert, [1, 90]), 1000).SelectMany(static one => one)]),
        new("an alert that ends", ClientHello.Record(Alert, [2, 40])),
        new("data before the handshake", ClientHello.Record(ApplicationData, new byte[100])),
        new("a heartbeat that asks for more than it has", ClientHello.Record(Heartbeat, [1, 0x40, 0x00])),
        new("a ClientHello of SSL 2.0", [0x80, 0x2E, 1, 0, 2, 0, 0x15, 0, 0, 0, 0x10, 1, 0, 0x80, .. new byte[34]]),
    ];

    private static byte[] Content => _hello[ClientHello.RecordHeaderLength..];

    private static BadHandshake Mutated(ulong seed)
    {
        var numbers = new SeededNumbers(seed);
        var bytes = _hello.ToArray();
        for (var changes = 1 + numbers.Below(4); changes > 0; changes--)
        {
            bytes = Change(bytes, numbers);
        }

        return new BadHandshake(string.Create(CultureInfo.InvariantCulture, $"mutation {seed}"), bytes);
    }

    private static byte[] Change(byte[] bytes, SeededNumbers numbers)
    {
        var at = numbers.Below(bytes.Length);
        switch (numbers.Below(5))
        {
            case 0:
                bytes[at] ^= (byte)(1 << numbers.Below(8));
                return bytes;
            case 1:
                bytes[at] = numbers.Pick<byte>([0, 0x7F, 0x80, 0xFF]);
                return bytes;
            case 2:
                return bytes[..(at + 1)];
            case 3:
                return [.. bytes[..at], .. numbers.Bytes(1 + numbers.Below(100)), .. bytes[at..]];
            default:
                return [.. bytes[..at], .. bytes[(at / 2)..]];
        }
    }
}
