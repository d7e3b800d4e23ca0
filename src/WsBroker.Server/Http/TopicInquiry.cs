using WsBroker.Actors;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Server.Hosting;
using WsBroker.Server.Keys;

namespace WsBroker.Server.Http;

/// <summary>Asks the topics for HTTP requests, within what their API key is for, and waits for the answers.</summary>
/// <remarks>Thread-safe. Who has not answered in time counts as busy.</remarks>
internal sealed class TopicInquiry(ActorRef<TopicsMessage> topics, ClusterInquiry nodes)
{
    /// <summary>How long a topic may take to answer; it answers in microseconds unless the machine is overloaded.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private static readonly RequestId _wanted = new("0"u8.ToArray());

    /// <summary>Publishes to a topic; the answer is <see cref="SessionEvent.Published"/> or <see cref="SessionEvent.Refused"/>.</summary>
    public Task<SessionEvent> PublishAsync(ApiKey key, TopicName topic, Content content) =>
        topic.IsSystem
            ? Task.FromResult<SessionEvent>(new SessionEvent.Refused(_wanted, ErrorCode.SystemTopic))
            : AskAsync(key, topic, answer => new TopicMessage.Publish(topic, content, Participant.Server, answer, _wanted));

    /// <summary>Publishes to a user's inbox.</summary>
    public Task<SessionEvent> PushAsync(ApiKey key, TopicName inbox, Content content) =>
        AskAsync(key, inbox, answer => new TopicMessage.Publish(inbox, content, Participant.Server, answer, _wanted));

    /// <summary>Reads a history; the answer is <see cref="SessionEvent.HistoryRead"/> or <see cref="SessionEvent.Refused"/>.</summary>
    public Task<SessionEvent> ReadAsync(ApiKey key, TopicName topic, HistoryPart part) =>
        AskAsync(key, topic, answer => new TopicMessage.ReadHistory(topic, part, Participant.Server, answer, _wanted));

    /// <summary>Asks who is there; the answer is <see cref="SessionEvent.PresenceRead"/> or <see cref="SessionEvent.Refused"/>.</summary>
    public Task<SessionEvent> ReadPresenceAsync(ApiKey key, TopicName topic) =>
        AskAsync(key, topic, answer => new TopicMessage.ReadPresence(topic, Participant.Server, answer, _wanted));

    /// <summary>Forgets what is kept of a topic, on all nodes.</summary>
    /// <returns>Null when that is done, or why it was not, or not everywhere.</returns>
    public async Task<ErrorCode?> ForgetAsync(ApiKey key, TopicName topic)
    {
        if (!key.IsFor(topic))
        {
            return ErrorCode.NotAllowed;
        }

        return await nodes.AskAsync(new NodeQuestion.ForgetTopic(topic)) switch
        {
            null => ErrorCode.Busy,
            { Parts: var parts } when parts.OfType<NodeAnswer.Unavailable>().Any() => ErrorCode.EngineUnavailable,
            { IsWhole: false } => ErrorCode.NodesUnavailable,
            _ => null,
        };
    }

    /// <summary>The active topics that match, on all nodes: one that is active on several is told once.</summary>
    /// <returns>They, and of how many nodes; null if they cannot be told in time.</returns>
    public async Task<(IEnumerable<TopicDescription> Topics, ClusterAnswer Answer)?> ListAsync(ApiKey key, TopicFilter filter)
    {
        if (await nodes.AskAsync(new NodeQuestion.ListTopics(filter)) is not { } answer)
        {
            return null;
        }

        var active = answer.Parts.OfType<NodeAnswer.Topics>().SelectMany(static part => part.Active).Where(topic => key.IsFor(topic.Topic))
            .GroupBy(static topic => (topic.Topic, topic.Position.Epoch))
            .Select(static same => same.Aggregate(Merge))
            .OrderBy(static topic => topic.Topic.Text, StringComparer.Ordinal);
        return (active, answer);
    }

    private static TopicDescription Merge(TopicDescription one, TopicDescription other)
    {
        var ahead = one.Position.Offset >= other.Position.Offset ? one : other;
        return ahead with { Subscribers = one.Subscribers + other.Subscribers };
    }

    private async Task<SessionEvent> AskAsync(ApiKey key, TopicName topic, Func<PromiseRef<SessionMessage>, TopicMessage> question)
    {
        if (!key.IsFor(topic))
        {
            return new SessionEvent.Refused(_wanted, ErrorCode.NotAllowed);
        }

        var answer = new PromiseRef<SessionMessage>();
        topics.Tell(question(answer));
        return await IsInTimeAsync(answer.Kept)
            ? (SessionEvent)await answer.Kept
            : new SessionEvent.Refused(_wanted, ErrorCode.Busy);
    }

    private static async Task<bool> IsInTimeAsync(Task answer)
    {
        try
        {
            await answer.WaitAsync(_patience);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
