using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Benchmarks.Redis;

/// <summary>A publisher with so many publications on their way: for each that is answered it hands in the next.</summary>
internal sealed class WindowedPublisher(ActorRef<TopicsMessage> topics, TopicName topic, Participant client, Content content) : ActorRef<SessionMessage>
{
    private const int Window = 64;

    private static readonly RequestId _request = new("1"u8.ToArray());

    private volatile bool _isEnding;
    private long _acknowledged;
    private long _refused;

    public long Acknowledged => Volatile.Read(ref _acknowledged);

    public long Refused => Volatile.Read(ref _refused);

    public void Begin()
    {
        for (var number = 0; number < Window; number++)
        {
            Publish();
        }
    }

    public void End() => _isEnding = true;

    /// <inheritdoc/>
    public override void Tell(SessionMessage message)
    {
        switch (message)
        {
            case SessionEvent.Published:
                Interlocked.Increment(ref _acknowledged);
                Publish();
                break;
            case SessionEvent.Refused:
                Interlocked.Increment(ref _refused);
                Publish();
                break;
            default:
                break;
        }
    }

    private void Publish()
    {
        if (!_isEnding)
        {
            topics.Tell(new TopicMessage.Publish(topic, content, client, this, _request));
        }
    }
}
