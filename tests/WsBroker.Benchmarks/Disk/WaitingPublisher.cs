using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;
using WsBroker.Disk;

namespace WsBroker.Benchmarks.Disk;

/// <summary>A topic with one publisher, who publishes 200 bytes again as soon as the last are stored.</summary>
internal sealed class WaitingPublisher : ActorRef<TopicMessage>
{
    private const string Epoch = "00000000000000e1";
    private const int Kept = 100;

    private static readonly Content _content = new(PayloadKind.Binary, new byte[200]);

    private readonly TopicName _topic;
    private CountdownEvent? _round;
    private DiskTopicStore? _store;
    private bool _isWaiting;
    private long _offset;
    private long _last;

    public WaitingPublisher(int number) =>
        _topic = TopicName.TryParse(FormattableString.Invariant($"rooms/{number}"), out var topic, out _)
            ? topic
            : throw new ArgumentOutOfRangeException(nameof(number), number, "makes no topic");

    /// <summary>Publishes so often, and then signals.</summary>
    public void Begin(DiskTopicStore store, int count, CountdownEvent round)
    {
        (_store, _round, _last, _isWaiting) = (store, round, _offset + count, true);
        Publish();
    }

    /// <summary>Publishes so often without waiting, and waits for the last.</summary>
    public void Fill(DiskTopicStore store, int count)
    {
        using var round = new CountdownEvent(1);
        (_store, _round, _last, _isWaiting) = (store, round, _offset + count, false);
        while (_offset < _last)
        {
            Publish();
        }

        round.Wait();
    }

    /// <inheritdoc/>
    public override void Tell(TopicMessage message)
    {
        if (message is not TopicMessage.Stored { Publication.Offset: var stored })
        {
            throw new InvalidOperationException(message.ToString());
        }

        if (stored == _last)
        {
            _round!.Signal();
        }
        else if (_isWaiting)
        {
            Publish();
            _store!.Trim(_topic, stored - Kept + 1);
        }
    }

    private void Publish() => _store!.Append(Epoch, new Publication(_topic, Epoch, ++_offset, 0, _content, default), this);
}
