using WsBroker.Actors;
using WsBroker.Broker.Cluster;
using WsBroker.Gateway;

namespace WsBroker.Server.Hosting;

/// <summary>Puts questions of nodes to the connections of this one. Thread-safe.</summary>
/// <param name="gateway">Where they are; there from the start of the server on.</param>
internal sealed class GatewayInquiryRef(Func<ActorRef<GatewayMessage>> gateway) : ActorRef<ConnectionInquiry>
{
    /// <inheritdoc/>
    public override void Tell(ConnectionInquiry message) => gateway().Tell(new GatewayMessage.Ask(message.Question, message.ReplyTo));
}
