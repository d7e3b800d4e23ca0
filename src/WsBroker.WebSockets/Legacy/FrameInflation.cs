using WsBroker.WebSockets.Compression;

namespace WsBroker.WebSockets.Legacy;

/// <summary>Inflates each frame by itself. Shared by all, thread-safe.</summary>
internal sealed class FrameInflation : MessageInflation
{
    /// <summary>The only instance.</summary>
    public static readonly FrameInflation Instance = new();

    private FrameInflation()
    {
    }

    /// <inheritdoc/>
    internal override bool IsPerFrame => true;
}
