namespace WsBroker.Actors.Kernel;

/// <summary>A watch, with what its watcher wants to be told.</summary>
internal sealed class WatchLink<TMessage>(LocalCell<TMessage> watcher, ILocalCell watched, TMessage notice)
    : WatchLink(watched)
{
    /// <summary>What to tell.</summary>
    public TMessage Notice => notice;

    /// <inheritdoc/>
    public override void Tell() => watcher.WatchedEnded(this);
}
