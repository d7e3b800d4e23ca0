using WsBroker.Actors;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>A way on which what is sent takes some turns, and keeps its order.</summary>
internal sealed class Relay : Actor<Action>
{
    protected override void Receive(Action message) => message();
}
