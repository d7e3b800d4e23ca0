namespace WsBroker.Actors.Kernel;

/// <summary>One actor's watch over another.</summary>
/// <param name="watched">Whose end is awaited.</param>
internal abstract class WatchLink(ILocalCell watched) : IPlaced
{
    /// <summary>Whose end is awaited.</summary>
    public ILocalCell Watched => watched;

    /// <inheritdoc/>
    public int Place { get; set; } = -1;

    /// <summary>Tells the watcher, unless it has taken its watch back.</summary>
    public abstract void Tell();
}
