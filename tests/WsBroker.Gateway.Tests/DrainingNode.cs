using WsBroker.Actors;
using WsBroker.Gateway.Admission;
using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests;

/// <summary>A gateway with one door, which is to be drained.</summary>
internal sealed class DrainingNode
{
    private readonly DrainOptions _options;

    public DrainingNode(DrainOptions options)
    {
        _options = options;
        Gateway = Broker.SpawnGateway(Door);
    }

    /// <summary>The broker; ended by the test.</summary>
    public SimulatedBroker Broker { get; } = new();

    /// <summary>Where clients come in.</summary>
    public InMemoryAcceptor Door { get; } = new();

    /// <summary>What is drained.</summary>
    public ActorRef<GatewayMessage> Gateway { get; }

    /// <summary>What it has told.</summary>
    public ActorProbe<GatewayEnd> Answers { get; } = new();

    /// <summary>A JSON client connects.</summary>
    public SimulatedClient Open() => Write(SimulatedClient.Request("/"));

    /// <summary>Somebody connects, and sends.</summary>
    public SimulatedClient Write(byte[] request)
    {
        var client = new SimulatedClient(Broker.Dispatcher);
        Door.Connect(client.Transport);
        Broker.Dispatcher.RunUntilIdle();
        client.Write(request);
        return client;
    }

    /// <summary>The end begins.</summary>
    public void Drain()
    {
        Gateway.Tell(new GatewayMessage.Drain(_options, Answers));
        Broker.Dispatcher.RunUntilIdle();
    }
}
