using System.Diagnostics.CodeAnalysis;

namespace WsBroker.Actors.Kernel;

/// <summary>What most actors have nothing of: children, watches, timers, a second life.</summary>
/// <remarks>Guarded by the gate of its cell, except where a member says that it belongs to the turn.</remarks>
internal sealed class CellLinks<TMessage>
{
    /// <summary>A dictionary is made smaller when less than this part of it is in use; then it is twice as large as it must be.</summary>
    private const int SparsePart = 4;

    /// <summary>The children. Written by the turn; the family has a lock of its own.</summary>
    public Family? Children { get; set; }

    /// <summary>Who awaits the end of this actor.</summary>
    public Roster<WatchLink>? Watchers { get; set; }

    /// <summary>Whose end this actor awaits.</summary>
    public Dictionary<ILocalCell, WatchLink<TMessage>>? Watching { get; set; }

    /// <summary>Takes a watch out, and the room of very many that are gone.</summary>
    public bool TryStopWatching(ILocalCell watched, [NotNullWhen(true)] out WatchLink<TMessage>? link)
    {
        link = null;
        if (Watching?.Remove(watched, out link) is not true)
        {
            return false;
        }

        if (Watching.Count < Watching.Capacity / SparsePart)
        {
            Watching.TrimExcess(Watching.Count * 2);
        }

        return true;
    }

    /// <summary>What this actor will be told later.</summary>
    public Roster<CellTimer<TMessage>>? Timers { get; set; }

    /// <summary>How the actor comes back from a failure; null if it does not. The turn's.</summary>
    public Recovery<TMessage>? Recovery { get; set; }

    /// <summary>What the actor failed with last. The turn's.</summary>
    public Exception? Failure { get; set; }
}
