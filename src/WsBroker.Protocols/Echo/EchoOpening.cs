using WsBroker.Broker.Sessions;

namespace WsBroker.Protocols.Echo;

/// <summary>An echo connection, which is always welcome.</summary>
internal sealed record EchoOpening : Opening.Accepted
{
    /// <summary>The only instance.</summary>
    public static readonly EchoOpening Instance = new();

    private EchoOpening()
    {
    }

    /// <inheritdoc/>
    public override ClientProtocol Start(Session session) => new EchoProtocol(session);
}
