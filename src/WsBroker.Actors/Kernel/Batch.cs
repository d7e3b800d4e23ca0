namespace WsBroker.Actors.Kernel;

/// <summary>The messages that one turn has taken.</summary>
/// <remarks>
/// Either a single one that has left the mailbox, or a stretch of the mailbox's ring, which keeps it until the turn
/// gives
/// the stretch back as read.
/// </remarks>
internal readonly struct Batch<TMessage>
{
    private readonly TMessage _single;

    private Batch(TMessage single, TMessage[]? ring, int head, int count)
    {
        _single = single;
        Ring = ring;
        Head = head;
        Count = count;
    }

    /// <summary>The ring that the messages lie in; null when there is but one, lying here.</summary>
    public TMessage[]? Ring { get; }

    /// <summary>Where in the ring the oldest lies.</summary>
    public int Head { get; }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The message of that age, the oldest being 0.</summary>
    public TMessage this[int age] => Ring is { } ring ? ring[(Head + age) & (ring.Length - 1)] : _single;

    public static Batch<TMessage> Of(TMessage single) => new(single, ring: null, head: 0, count: 1);

    public static Batch<TMessage> Of(TMessage[] ring, int head, int count) => new(default!, ring, head, count);
}
