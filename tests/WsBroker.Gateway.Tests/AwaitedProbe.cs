using WsBroker.Actors;

namespace WsBroker.Gateway.Tests;

/// <summary>Somebody to tell, on any thread and at any time, whose news a test waits for.</summary>
internal sealed class AwaitedProbe<TMessage> : ActorRef<TMessage>
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly Queue<TMessage> _told = new();

    /// <summary>Whether all that it was told has been taken.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_told)
            {
                return _told.Count == 0;
            }
        }
    }

    public override void Tell(TMessage message)
    {
        lock (_told)
        {
            _told.Enqueue(message);
            Monitor.Pulse(_told);
        }
    }

    /// <summary>Takes the oldest message, as soon as there is one.</summary>
    public TMessage Next()
    {
        lock (_told)
        {
            while (_told.Count == 0)
            {
                Assert.True(Monitor.Wait(_told, _patience), "Nothing was told.");
            }

            return _told.Dequeue();
        }
    }
}
