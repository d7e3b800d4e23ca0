using WsBroker.Conformance.Tests.Clients;
using static WsBroker.Conformance.Tests.Autobahn.AutobahnCase;
using static WsBroker.Conformance.Tests.Autobahn.Parts;

namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>Framing, pings and pongs, reserved bits, opcodes.</summary>
internal static class Sections1To4
{
    private static readonly int[] _lengths = [0, 125, 126, 127, 128, 65535, 65536];

    public static IEnumerable<AutobahnCase> All => [.. Section1, .. Section2, .. Section3, .. Section4];

    private static IEnumerable<AutobahnCase> Section1 =>
    [
        .. _lengths.Select(static (length, at) => Echo($"1.1.{at + 1}", Text(new string('*', length)))),
        InChops("1.1.8", Text(new string('*', 65536))),
        .. _lengths.Select(static (length, at) => Echo($"1.2.{at + 1}", Binary(length))),
        InChops("1.2.8", Binary(65536)),
    ];

    private static IEnumerable<AutobahnCase> Section2 =>
    [
        Answered("2.1", [Ping()], Pong()),
        Answered("2.2", [Ping(Hello)], Pong(Hello)),
        Answered("2.3", [ClientFrame.Ping(Bytes)], ClientFrame.Pong(Bytes)),
        Answered("2.4", [ClientFrame.Ping(Filled(125))], ClientFrame.Pong(Filled(125))),
        Fails("2.5", 1002, [ClientFrame.Ping(Filled(126))]),
        new("2.6", Exchange.InPiecesOf(1, [ClientFrame.Ping(Filled(125))], ClientFrame.Pong(Filled(125)))),
        Answered("2.7", [Pong()]),
        Answered("2.8", [Pong("unsolicited pong payload")]),
        Answered("2.9", [Pong("unsolicited pong payload"), Ping("ping payload")], Pong("ping payload")),
        Answered("2.10", Numbered(Ping), [.. Numbered(Pong)]),
        new("2.11", Exchange.InPiecesOf(1, Numbered(Ping), [.. Numbered(Pong)])),
    ];

    private static IEnumerable<AutobahnCase> Section3 =>
    [
        Fails("3.1", 1002, [WithReserved(Text(Hello), 1)]),
        .. Enumerable.Range(2, 3).Select(static bits => Fails($"3.{bits}", 1002, [Text(Hello), WithReserved(Text(Hello), bits), Ping()], Text(Hello))),
        Fails("3.5", 1002, [WithReserved(ClientFrame.Binary(Bytes), 5)]),
        Fails("3.6", 1002, [WithReserved(Ping(Hello), 6)]),
        Fails("3.7", 1002, [WithReserved(ClientFrame.Close(1000), 7)]),
    ];

    private static IEnumerable<AutobahnCase> Section4 => [.. UnknownOpcodes("4.1", 3), .. UnknownOpcodes("4.2", 11)];

    private static IEnumerable<AutobahnCase> UnknownOpcodes(string section, int first) =>
    [
        Fails($"{section}.1", 1002, [Unknown(first)]),
        Fails($"{section}.2", 1002, [Unknown(first + 1, "reserved opcode payload")]),
        Fails($"{section}.3", 1002, [Text(Hello), Unknown(first + 2), Ping()], Text(Hello)),
        Fails($"{section}.4", 1002, [Text(Hello), Unknown(first + 3, Hello), Ping()], Text(Hello)),
        Fails($"{section}.5", 1002, [Text(Hello), Unknown(first + 4, Hello), Ping()], Text(Hello)),
    ];

    private static AutobahnCase InChops(string id, ClientFrame message) => new(id, Exchange.InPiecesOf(997, [message], message));

    private static ClientFrame Binary(int length) => ClientFrame.Binary(Filled(length));

    private static byte[] Filled(int length) => [.. Enumerable.Repeat((byte)0xFE, length)];

    private static IEnumerable<ClientFrame> Numbered(Func<string, ClientFrame> make) =>
        Enumerable.Range(0, 10).Select(number => make($"payload-{number}"));
}
