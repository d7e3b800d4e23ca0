namespace WsBroker.Actors.Kernel;

/// <summary>A <see cref="LocalCell{TMessage}"/>, whatever it can be told.</summary>
/// <remarks>All methods are thread-safe.</remarks>
internal interface ILocalCell : ITurn, IPlaced
{
    /// <summary>The actor's reference.</summary>
    ActorRef Reference { get; }

    /// <summary>Has the actor stop after the message it is at.</summary>
    void RequestStop();

    /// <summary>Has the actor look at what it was waiting for: its children, or the end of its back-off.</summary>
    void Wake();

    /// <summary>Has <paramref name="link"/> told when the actor has ended; at once if it already has.</summary>
    void AddWatcher(WatchLink link);

    /// <summary>Takes back <see cref="AddWatcher"/>.</summary>
    void RemoveWatcher(WatchLink link);
}
