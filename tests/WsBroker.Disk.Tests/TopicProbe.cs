using System.Threading.Channels;
using WsBroker.Actors;
using WsBroker.Broker.Topics;

namespace WsBroker.Disk.Tests;

/// <summary>Stands where a topic's actor would, and waits for what it is told.</summary>
internal sealed class TopicProbe : ActorRef<TopicMessage>
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly Channel<TopicMessage> _told = Channel.CreateUnbounded<TopicMessage>();

    public override void Tell(TopicMessage message) => _told.Writer.TryWrite(message);

    public async Task<TopicMessage> NextAsync() => await _told.Reader.ReadAsync().AsTask().WaitAsync(_patience);

    public async Task<TMessage> NextAsync<TMessage>()
        where TMessage : TopicMessage => Assert.IsType<TMessage>(await NextAsync());
}
