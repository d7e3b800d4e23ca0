namespace WsBroker.Server.Hosting;

/// <summary>Whether new clients should be sent here: after the start, and until the end begins. Thread-safe.</summary>
internal sealed class Readiness
{
    private volatile bool _isReady;

    /// <summary>Whether it is so now.</summary>
    public bool IsReady => _isReady;

    /// <summary>All has been started.</summary>
    public void Begin() => _isReady = true;

    /// <summary>The end begins.</summary>
    public void End() => _isReady = false;
}
