using WsBroker.Actors;

namespace WsBroker.TestKit;

/// <summary>Stands where an actor would, and remembers what it is told.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ActorProbe<TMessage> : ActorRef<TMessage>
{
    private readonly Lock _lock = new();
    private List<TMessage> _told = [];

    /// <summary>All that it was told and that was not taken away.</summary>
    public IReadOnlyList<TMessage> Told
    {
        get
        {
            lock (_lock)
            {
                return [.. _told];
            }
        }
    }

    /// <inheritdoc/>
    public override void Tell(TMessage message)
    {
        lock (_lock)
        {
            _told.Add(message);
        }
    }

    /// <summary>Takes away all that it was told.</summary>
    public IReadOnlyList<TMessage> TakeAll()
    {
        lock (_lock)
        {
            var taken = _told;
            _told = [];
            return taken;
        }
    }

    /// <summary>What it was told of this kind.</summary>
    public IReadOnlyList<TKind> Of<TKind>()
        where TKind : TMessage => [.. Told.OfType<TKind>()];
}
