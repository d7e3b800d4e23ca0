using WsBroker.Broker.Cluster;

namespace WsBroker.Gateway.Questions;

/// <summary>All that a <see cref="GatheringActor"/> can be told.</summary>
internal abstract record GatheringMessage
{
    private GatheringMessage()
    {
    }

    /// <summary>A listener has asked so many connections.</summary>
    internal sealed record Asked(int Connections) : GatheringMessage;

    /// <summary>A connection answers; null if it is not meant.</summary>
    internal sealed record Answered(ConnectionDescription? Connection) : GatheringMessage
    {
        /// <summary>By one that is not meant.</summary>
        public static readonly Answered Nothing = new(Connection: null);
    }

    /// <summary>Who has not answered until now does not count.</summary>
    internal sealed record Late : GatheringMessage;
}
