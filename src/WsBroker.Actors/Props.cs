namespace WsBroker.Actors;

/// <summary>How an actor is made, and what becomes of it when it fails or is told too much.</summary>
/// <remarks>
/// Immutable; share one among like actors. The host of an actor that never restarts lets go of its props once it is
/// spawned, so that a closure in <see cref="Create"/> costs nothing for long.
/// </remarks>
/// <typeparam name="TMessage">All that the actor can be told.</typeparam>
/// <param name="Create">Makes a new instance: once, and once more for each restart.</param>
public sealed record Props<TMessage>(Func<Actor<TMessage>> Create)
{
    /// <summary>What answers a failure. To stop, unless said otherwise.</summary>
    public SupervisionPolicy Supervision { get; init; } = SupervisionPolicy.Stop;

    /// <summary>
    /// How much may wait. Without bound, unless said otherwise: wherever a peer can fill a mailbox, say otherwise.
    /// </summary>
    public MailboxOptions<TMessage> Mailbox { get; init; } = MailboxOptions<TMessage>.Unbounded;
}
