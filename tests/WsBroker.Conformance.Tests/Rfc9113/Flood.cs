using WsBroker.Conformance.Tests.Clients.Http2;

namespace WsBroker.Conformance.Tests.Rfc9113;

/// <summary>Cheap frames of which there is no end.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Rounds">How often <paramref name="Round"/> is sent.</param>
/// <param name="Round">The frames of a round; it has a stream of its own, which may be used.</param>
/// <param name="MustEnd">Whether the connection ends in any case; others end if the server has no time for them.</param>
/// <param name="Errors">One of them is told, if it ends and any is.</param>
internal sealed record Flood(string Name, int Rounds, Func<uint, Http2Frame[]> Round, bool MustEnd, params Http2Error[] Errors)
{
    /// <summary>Frames that come before, on stream 1.</summary>
    public Http2Frame[] Beginning { get; init; } = [];

    /// <summary>Frames that come behind it, so that it is whole.</summary>
    public Http2Frame[] Ending { get; init; } = [];

    /// <summary>All that is sent, in parts.</summary>
    /// <param name="roundsOfPart">How many rounds are sent together.</param>
    public IEnumerable<byte[]> Parts(int roundsOfPart) =>
        Enumerable.Range(1, Rounds)
            .Select(static round => (2 * (uint)round) + 1)
            .Chunk(roundsOfPart)
            .Select(streams => streams.SelectMany(stream => Round(stream)).SelectMany(static frame => frame.ToBytes()).ToArray())
            .Prepend([.. Beginning.SelectMany(static frame => frame.ToBytes())])
            .Append([.. Ending.SelectMany(static frame => frame.ToBytes())]);
}
