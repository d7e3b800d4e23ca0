namespace WsBroker.Broker.Access;

/// <summary>What a rule for <c>{user}</c> says of one topic: it holds for that user alone.</summary>
/// <param name="User">The user, as it stands in the topic's name (<see cref="UserId.Level"/>).</param>
/// <param name="Level">What holds for it.</param>
public readonly record struct UserAccess(string User, AccessLevel Level);
