namespace WsBroker.Actors.Kernel;

/// <summary>What most actors have nothing of: children, watches, timers, a second life.</summary>
/// <remarks>Guarded by the gate of its cell, except where a member says that it belongs to the turn.</remarks>
internal sealed class CellLinks<TMessage>
{
    /// <summary>The children. Written by the turn; the family has a lock of its own.</summary>
    public Family? Children { get; set; }

    /// <summary>Who awaits the end of this actor.</summary>
    public Roster<WatchLink>? Watchers { get; set; }

    /// <summary>Whose end this actor awaits.</summary>
    public Dictionary<ILocalCell, WatchLink<TMessage>>? Watching { get; set; }

    /// <summary>What this actor will be told later.</summary>
    public Roster<CellTimer<TMessage>>? Timers { get; set; }

    /// <summary>How the actor comes back from a failure; null if it does not. The turn's.</summary>
    public Recovery<TMessage>? Recovery { get; set; }

    /// <summary>What the actor failed with last. The turn's.</summary>
    public Exception? Failure { get; set; }
}
