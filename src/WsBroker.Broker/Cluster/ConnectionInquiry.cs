using WsBroker.Actors;

namespace WsBroker.Broker.Cluster;

/// <summary>A question to all connections of one node.</summary>
/// <param name="Question">The question.</param>
/// <param name="ReplyTo">Told those that are meant, once, within two seconds.</param>
public sealed record ConnectionInquiry(ConnectionQuestion Question, ActorRef<IReadOnlyList<ConnectionDescription>> ReplyTo);
