using WsBroker.WebSockets.Handshake;

namespace WsBroker.WebSockets.Requests;

/// <summary>Where in a request the next byte stands; each state holds just what is true while it lasts.</summary>
internal abstract record FramingState
{
    private FramingState()
    {
    }

    /// <summary>In the head.</summary>
    internal sealed record Head(RequestHeadReader Reader) : FramingState;

    /// <summary>In a body of known length.</summary>
    internal sealed record Body(long Left) : FramingState;

    /// <summary>In the line that tells a chunk's size.</summary>
    /// <param name="Extensions">Bytes that the chunk extensions of this body had so far.</param>
    internal sealed record ChunkSize(int Extensions) : FramingState;

    /// <summary>In a chunk.</summary>
    internal sealed record ChunkData(long Left, int Extensions) : FramingState;

    /// <summary>At the line end behind a chunk.</summary>
    internal sealed record ChunkEnd(int Extensions) : FramingState;

    /// <summary>Behind the last chunk.</summary>
    /// <param name="Lines">Trailer lines so far.</param>
    /// <param name="Bytes">How many bytes they had.</param>
    internal sealed record Trailers(int Lines, int Bytes) : FramingState;

    /// <summary>Behind a request for an upgrade, where no HTTP follows.</summary>
    internal sealed record Upgraded : FramingState;
}
