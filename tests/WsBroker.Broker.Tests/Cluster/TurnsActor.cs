using WsBroker.Actors;

namespace WsBroker.Broker.Tests.Cluster;

/// <summary>Does what it is told, one thing at a time.</summary>
internal sealed class TurnsActor : Actor<Action>
{
    protected override void Receive(Action message) => message();
}
