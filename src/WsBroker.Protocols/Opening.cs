using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Protocols;

/// <summary>What an endpoint makes of a request to connect.</summary>
public abstract record Opening
{
    private Opening()
    {
    }

    /// <summary>The client is welcome.</summary>
    public abstract record Accepted : Opening
    {
        /// <summary>
        /// What it subscribes to from the start, so that it can be refused at once; empty if topics decide on all of it. It is counted with the
        /// request, and <see cref="Start"/> begins a conversation that says so (<see cref="Command.Subscribe.IsCounted"/>).
        /// </summary>
        public virtual IReadOnlyList<TopicFilter> Wanted => [];

        /// <summary>Begins its conversation, on its session.</summary>
        public abstract ClientProtocol Start(Session session);
    }

    /// <summary>The path names no valid topic.</summary>
    /// <param name="Detail">What is wrong and what is allowed, without the client's own text.</param>
    public sealed record InvalidTopic(string Detail) : Opening;

    /// <summary>The query has a parameter with a value that is not allowed.</summary>
    /// <param name="Detail">What is wrong and what is allowed, without the client's own text.</param>
    public sealed record InvalidQuery(string Detail) : Opening;
}
