using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Hooks;

/// <summary>What a back end is asked before it is done.</summary>
/// <param name="Client">Who wants it.</param>
public abstract record HookQuestion(Participant Client)
{
    /// <summary>Whether the client may come in at all.</summary>
    public sealed record Connect(Participant Client) : HookQuestion(Client);

    /// <summary>Whether it may subscribe.</summary>
    public sealed record Subscribe(Participant Client, TopicFilter Filter) : HookQuestion(Client);

    /// <summary>Whether it may publish this.</summary>
    public sealed record Publish(Participant Client, TopicName Topic, Content Content) : HookQuestion(Client);
}
