using WsBroker.Actors;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Topics;

namespace WsBroker.Disk.Tests.Writing;

/// <summary>A topic with one publisher, who publishes again as soon as the last one is stored.</summary>
internal sealed class WaitingPublisher(ITopicStore store, TopicName topic, int count) : ActorRef<TopicMessage>
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _offset;

    public Task Done => _done.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public void Begin() => store.Append(Sample.Epoch, Sample.Publication(++_offset, topic: topic), this);

    public override void Tell(TopicMessage message)
    {
        if (message is not TopicMessage.Stored)
        {
            _done.TrySetException(new InvalidOperationException(message.ToString()));
        }
        else if (_offset == count)
        {
            _done.TrySetResult();
        }
        else
        {
            Begin();
        }
    }
}
