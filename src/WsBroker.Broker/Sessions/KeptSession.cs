namespace WsBroker.Broker.Sessions;

/// <summary>What is left of a session whose connection is lost.</summary>
/// <param name="Id">The secret.</param>
/// <param name="User">Whose session it is.</param>
/// <param name="Subscriptions">What would make its subscriptions once more.</param>
/// <param name="Since">The timestamp of the loss.</param>
internal sealed record KeptSession(SessionId Id, string? User, IReadOnlyList<Command.Subscribe> Subscriptions, long Since);
