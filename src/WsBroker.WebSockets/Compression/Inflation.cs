namespace WsBroker.WebSockets.Compression;

/// <summary>How a peer's compressed messages are inflated: each by itself, or with what the earlier ones held.</summary>
public abstract class Inflation : IDisposable
{
    private protected Inflation()
    {
    }

    /// <summary>Each message by itself (no_context_takeover). Shared by all connections, thread-safe, never disposed of.</summary>
    public static Inflation PerMessage { get; } = new MessageInflation();

    /// <summary>About what a connection holds that inflates with context takeover, in bytes.</summary>
    public static int ContextBytes => Inflater.Bytes;

    /// <summary>With context takeover, for one connection; its context is made with the first compressed message.</summary>
    /// <param name="disposed">Called once, when it is disposed of.</param>
    public static Inflation WithContext(Action? disposed = null) => new ContextInflation(disposed);

    /// <summary>Whether each frame is compressed or not, and by itself, instead of each message.</summary>
    internal virtual bool IsPerFrame => false;

    /// <summary>Gives the context back.</summary>
    public abstract void Dispose();

    /// <summary>A compressed message, or frame, begins.</summary>
    internal abstract Inflater Begin();

    /// <summary>It has ended, or will not end; it does not use the inflater any more.</summary>
    internal abstract void End(Inflater inflater);
}
