namespace WsBroker.Broker.Topics;

/// <summary>How many messages are on their way to one topic.</summary>
/// <remarks>
/// Two counts with one writer each: <see cref="TopicsActor"/> counts what it sends, <see cref="TopicActor"/> what reaches
/// it. Each may see the other's count a little late, but never a message as received that was not sent.
/// </remarks>
internal sealed class Backlog
{
    private long _received;

    /// <summary>Messages sent. For the sender.</summary>
    public long Sent { get; private set; }

    /// <summary>Messages that have reached the topic.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Messages that wait. For the sender.</summary>
    public long Waiting => Sent - Received;

    /// <summary>Counts a message. For the sender.</summary>
    public void Send() => Sent++;

    /// <summary>Counts a message. For the receiver.</summary>
    public void Receive() => Volatile.Write(ref _received, _received + 1);
}
