using WsBroker.Conformance.Tests.Clients;

namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>A part of a case: what the client sends, and what must come back before it sends more.</summary>
/// <param name="Pieces">Bytes, a write each.</param>
/// <param name="Answers">Frames, in their order; nothing else may come between.</param>
internal sealed record Exchange(IReadOnlyList<byte[]> Pieces, IReadOnlyList<ClientFrame> Answers)
{
    /// <summary>Sends frames, a write each.</summary>
    public static Exchange Of(IEnumerable<ClientFrame> frames, params IReadOnlyList<ClientFrame> answers) =>
        new([.. frames.Select(static frame => frame.ToBytes())], answers);

    /// <summary>Sends frames in pieces of a length.</summary>
    public static Exchange InPiecesOf(int length, IEnumerable<ClientFrame> frames, params IReadOnlyList<ClientFrame> answers) =>
        new([.. frames.SelectMany(static frame => frame.ToBytes()).Chunk(length)], answers);
}
