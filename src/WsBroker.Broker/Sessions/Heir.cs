namespace WsBroker.Broker.Sessions;

/// <summary>Who waits for what is left of a session.</summary>
/// <param name="Next">The session of the client that waits at this node; none if it is at another.</param>
/// <param name="Inherit">Tells it what there is; null if there is nothing.</param>
internal sealed record Heir(SessionId Next, Action<IReadOnlyList<Command.Subscribe>?> Inherit);
