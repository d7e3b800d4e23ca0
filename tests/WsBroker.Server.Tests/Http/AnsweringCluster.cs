using WsBroker.Actors;
using WsBroker.Broker.Cluster;

namespace WsBroker.Server.Tests.Http;

/// <summary>Stands for the nodes of a cluster, and answers every question in the same way.</summary>
internal sealed class AnsweringCluster(ClusterAnswer answer) : ActorRef<ClusterMessage>
{
    public override void Tell(ClusterMessage message) => ((ClusterMessage.Ask)message).ReplyTo.Tell(answer);
}
