using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Cluster;

/// <summary>What a node answers to a <see cref="NodeQuestion"/>.</summary>
public abstract record NodeAnswer
{
    private NodeAnswer()
    {
    }

    /// <summary>The connections that were meant.</summary>
    /// <param name="Count">How many.</param>
    /// <param name="Listed">They; not all if they are very many.</param>
    public sealed record Connections(int Count, IReadOnlyList<ConnectionDescription> Listed) : NodeAnswer;

    /// <summary>Topics that are active on the node.</summary>
    public sealed record Topics(IReadOnlyList<TopicDescription> Active) : NodeAnswer;

    /// <summary>It is done, to so many sessions or topics.</summary>
    public sealed record Done(int Count) : NodeAnswer;

    /// <summary>It was not done: the node has as many revocations as it may have.</summary>
    public sealed record TooManyRevocations : NodeAnswer;

    /// <summary>It was not done: what the nodes share is out of reach.</summary>
    public sealed record Unavailable : NodeAnswer;

    /// <summary>What is left of a session.</summary>
    /// <param name="Subscriptions">What would make its subscriptions once more; null if the node does not have the session.</param>
    public sealed record Session(IReadOnlyList<Command.Subscribe>? Subscriptions) : NodeAnswer;
}
