namespace WsBroker.Actors;

/// <summary>How many messages may wait for an actor, and what answers those beyond.</summary>
/// <remarks>Immutable; share one among like actors.</remarks>
/// <typeparam name="TMessage">All that the actor can be told.</typeparam>
/// <param name="Capacity">
/// The most messages that may wait, besides those that the running turn has taken; 1 or more.
/// </param>
/// <param name="WhenFull">
/// Gets the receiver and the message that did not fit: on the teller's thread, inside its <c>Tell</c> and outside any
/// lock. It must be
/// quick and thread-safe. What it throws is logged and reaches nobody else.
/// </param>
public sealed record MailboxOptions<TMessage>(int Capacity, Action<ActorRef<TMessage>, TMessage> WhenFull)
{
    /// <summary>A mailbox that is never full.</summary>
#pragma warning disable CA1000 // it is a value of this very type, and reads best as one
    public static MailboxOptions<TMessage> Unbounded { get; } = new(int.MaxValue, static (_, _) => { });
#pragma warning restore CA1000

    /// <inheritdoc cref="MailboxOptions{TMessage}(int, Action{ActorRef{TMessage}, TMessage})"/>
    public int Capacity { get; init; } =
        Capacity > 0 ? Capacity : throw new ArgumentOutOfRangeException(nameof(Capacity), Capacity, "At least 1.");
}
