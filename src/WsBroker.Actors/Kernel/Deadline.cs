namespace WsBroker.Actors.Kernel;

/// <summary>What a <see cref="DeadlineWheel{TMessage}"/> will tell whom, and at which of its ticks.</summary>
internal readonly record struct Deadline<TMessage>(ActorRef<TMessage> Target, TMessage Message, long Due);
