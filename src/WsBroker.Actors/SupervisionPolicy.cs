namespace WsBroker.Actors;

/// <summary>What answers the failure of an actor; chosen where it is spawned.</summary>
public abstract record SupervisionPolicy
{
    private SupervisionPolicy()
    {
    }

    /// <summary>The actor ends with its failure.</summary>
    public static SupervisionPolicy Stop { get; } = new Never();

    private sealed record Never : SupervisionPolicy;

    /// <summary>
    /// A new instance takes over after a pause. The message that failed is dropped; the others keep waiting in the
    /// mailbox.
    /// Children of the failed instance are stopped.
    /// </summary>
    /// <param name="FirstBackoff">
    /// The first pause, zero or more; each further restart within <paramref name="Within"/> doubles it.
    /// </param>
    /// <param name="MaxBackoff">The longest pause.</param>
    /// <param name="MaxRestarts">
    /// The most restarts within <paramref name="Within"/>; the failure after them stops the actor.
    /// </param>
    /// <param name="Within">How long a restart is remembered.</param>
    public sealed record Restart(TimeSpan FirstBackoff, TimeSpan MaxBackoff, int MaxRestarts, TimeSpan Within)
        : SupervisionPolicy;
}
