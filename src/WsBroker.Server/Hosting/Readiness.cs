namespace WsBroker.Server.Hosting;

/// <summary>Whether new clients should be sent here: after the start, and until the end begins. Thread-safe.</summary>
/// <param name="engine">Whether there is use in new clients as far as it depends on where topics are kept.</param>
internal sealed class Readiness(Func<bool> engine)
{
    private volatile bool _isReady;

    /// <summary>Whether it is so now.</summary>
    public bool IsReady => _isReady && engine();

    /// <summary>Why it is not: a word for people and probes.</summary>
    public string Reason => _isReady ? "engine" : "stopping";

    /// <summary>All has been started.</summary>
    public void Begin() => _isReady = true;

    /// <summary>The end begins.</summary>
    public void End() => _isReady = false;
}
