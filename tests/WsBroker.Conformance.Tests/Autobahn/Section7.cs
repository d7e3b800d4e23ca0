using WsBroker.Conformance.Tests.Clients;
using static WsBroker.Conformance.Tests.Autobahn.AutobahnCase;
using static WsBroker.Conformance.Tests.Autobahn.Parts;

namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>Closing: what may follow a close frame, and what may be in it.</summary>
internal static class Section7
{
    private static readonly ClientFrame _close = ClientFrame.Close(1000);

    private static readonly int[] _validCodes = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999];

    private static readonly int[] _invalidCodes = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999];

    private static readonly byte[] _notUtf8 = Convert.FromHexString("CEBAE1BDB9CF83CEBCCEB5EDA080656469746564");

    public static IEnumerable<AutobahnCase> All =>
    [
        Echo("7.1.1", Text("Hello World!")),
        After("7.1.2", [_close, new ClientFrame(Opcode.Close, default)]),
        After("7.1.3", [_close, Ping()]),
        After("7.1.4", [_close, Text("Hello World!")]),
        After("7.1.5", [Begin("fragment1"), _close, End("fragment2")]),
        After("7.1.6", [Long, Text("Hello World!"), _close, Ping()], Long, Text("Hello World!")),
        Closes("7.3.1", new ClientFrame(Opcode.Close, default), null, 1000),
        Closes("7.3.2", new ClientFrame(Opcode.Close, "a"u8.ToArray()), 1002),
        Closes("7.3.3", _close, 1000),
        Closes("7.3.4", ClientFrame.Close(1000, "Hello World!"), 1000),
        Closes("7.3.5", ClientFrame.Close(1000, new string('*', 123)), 1000),
        Closes("7.3.6", ClientFrame.Close(1000, new string('*', 124)), 1002),
        Closes("7.5.1", ClientFrame.Close(1000, _notUtf8), 1007),
        .. _validCodes.Select(static (code, at) => Closes($"7.7.{at + 1}", ClientFrame.Close(code), code)),
        .. _invalidCodes.Select(static (code, at) => Closes($"7.9.{at + 1}", ClientFrame.Close(code), 1002)),
        Closes("7.13.1", ClientFrame.Close(5000), 1002),
        Closes("7.13.2", ClientFrame.Close(65535), 1002),
    ];

    private static ClientFrame Long => Text(string.Concat(Enumerable.Repeat("BAsd7&jh23", 256 * 1024 / 10)));

    private static AutobahnCase After(string id, IEnumerable<ClientFrame> frames, params IReadOnlyList<ClientFrame> answers) =>
        new(id, Exchange.Of(frames, answers)) { ClosesWith = [1000] };
}
