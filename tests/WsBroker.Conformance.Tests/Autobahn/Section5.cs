using WsBroker.Conformance.Tests.Clients;
using static WsBroker.Conformance.Tests.Autobahn.AutobahnCase;
using static WsBroker.Conformance.Tests.Autobahn.Parts;

namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>Fragmentation. Cases that the suite tells apart by their writes alone have the same frames here.</summary>
internal static class Section5
{
    private static readonly ClientFrame[] _twoParts = [Begin("fragment1"), End("fragment2")];

    private static readonly ClientFrame _both = Text("fragment1fragment2");

    public static IEnumerable<AutobahnCase> All =>
    [
        Fails("5.1", 1002, [Ping("fragment1") with { Fin = false }, End("fragment2")]),
        Fails("5.2", 1002, [Pong("fragment1") with { Fin = false }, End("fragment2")]),
        .. Same(["5.3", "5.4", "5.5"], static id => Answered(id, _twoParts, _both)),
        .. Same(
            ["5.6", "5.7", "5.8"],
            static id => Answered(id, [_twoParts[0], Ping("ping payload"), _twoParts[1]], Pong("ping payload"), _both)),
        .. Same(["5.9", "5.10", "5.11"], static id => Fails(id, 1002, [End("non-continuation payload"), Text(Hello)])),
        .. Same(["5.12", "5.13", "5.14"], static id => Fails(id, 1002, [More("non-continuation payload"), Text(Hello)])),
        Fails("5.15", 1002, [.. _twoParts, More("fragment3"), Text("fragment4")], _both),
        Fails("5.16", 1002, Twice(More("fragment1"), Begin("fragment2"), End("fragment3"))),
        Fails("5.17", 1002, Twice(End("fragment1"), Begin("fragment2"), End("fragment3"))),
        Fails("5.18", 1002, [Begin("fragment1"), Text("fragment2")]),
        .. Same(["5.19", "5.20"], WithPings),
    ];

    // The first pong has to come before the rest is sent
    private static AutobahnCase WithPings(string id) => new(
        id,
        Exchange.Of([Begin("fragment1"), More("fragment2"), Ping("pongme 1!")], Pong("pongme 1!")),
        Exchange.Of(
            [More("fragment3"), More("fragment4"), Ping("pongme 2!"), End("fragment5")],
            Pong("pongme 2!"),
            Text("fragment1fragment2fragment3fragment4fragment5")));

    private static IEnumerable<AutobahnCase> Same(string[] ids, Func<string, AutobahnCase> make) => ids.Select(make);

    private static IEnumerable<ClientFrame> Twice(params ClientFrame[] frames) => [.. frames, .. frames];
}
