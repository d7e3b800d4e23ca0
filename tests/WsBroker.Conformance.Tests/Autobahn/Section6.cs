using System.Text;
using WsBroker.Conformance.Tests.Clients;
using static WsBroker.Conformance.Tests.Autobahn.AutobahnCase;
using static WsBroker.Conformance.Tests.Autobahn.Parts;

namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>UTF-8: empty and fragmented texts, and those that must fail as soon as a byte is wrong.</summary>
internal static class Section6
{
    private const string Mixed = "Hello-\u00B5@\u00DF\u00F6\u00E4\u00FC\u00E0\u00E1-UTF-8!!";
    private const string Greek = "CEBAE1BDB9CF83CEBCCEB5";
    private const string Edited = "656469746564";

    private static readonly byte[] _surrogate = Convert.FromHexString($"{Greek}EDA080{Edited}");
    private static readonly byte[] _tooHigh = Convert.FromHexString($"{Greek}F4908080{Edited}");

    public static IEnumerable<AutobahnCase> All => [.. Fragmented, .. FailingFast, .. Section6Sequences.All.Select(OfSequence)];

    private static IEnumerable<AutobahnCase> Fragmented =>
    [
        Echo("6.1.1", Text("")),
        Answered("6.1.2", [Begin(""), More(""), End("")], Text("")),
        Answered("6.1.3", [Begin(""), More("middle frame payload"), End("")], Text("middle frame payload")),
        Echo("6.2.1", Text(Mixed)),
        Answered("6.2.2", [Begin(Mixed[..11]), End(Mixed[11..])], Text(Mixed)),
        Answered("6.2.3", ByteFrames(Encoding.UTF8.GetBytes(Mixed)), Text(Mixed)),
        Answered("6.2.4", ByteFrames(Convert.FromHexString(Greek)), ClientFrame.Text(Convert.FromHexString(Greek))),
        Fails("6.3.1", 1007, [ClientFrame.Text(_surrogate)]),
        Fails("6.3.2", 1007, ByteFrames(_surrogate)),
    ];

    // What would follow is never sent, so that only a server that fails at once can pass
    private static IEnumerable<AutobahnCase> FailingFast =>
    [
        InFrames("6.4.1", 11, 15),
        InFrames("6.4.2", 12, 13),
        InChops("6.4.3", 11, 15),
        InChops("6.4.4", 12, 13),
    ];

    // That the first frame was taken is shown by a pong
    private static AutobahnCase InFrames(string id, int valid, int invalid) => new(
        id,
        Exchange.Of([ClientFrame.Text(_tooHigh.AsMemory(0, valid)) with { Fin = false }, Ping("so far")], Pong("so far")),
        Exchange.Of([ClientFrame.Continuation(_tooHigh.AsMemory(valid..invalid), fin: false)]))
    {
        ClosesWith = [1007],
    };

    private static AutobahnCase InChops(string id, int valid, int invalid)
    {
        var frame = ClientFrame.Text(_tooHigh).ToBytes();
        var header = frame.Length - _tooHigh.Length;
        return new AutobahnCase(id, new Exchange([frame[..(header + valid)], frame[(header + valid)..(header + invalid)]], []))
        {
            ClosesWith = [1007],
        };
    }

    private static AutobahnCase OfSequence((string Id, bool IsValid, byte[] Bytes) sequence) => sequence.IsValid
        ? Echo(sequence.Id, ClientFrame.Text(sequence.Bytes))
        : Fails(sequence.Id, 1007, [ClientFrame.Text(sequence.Bytes)]);
}
