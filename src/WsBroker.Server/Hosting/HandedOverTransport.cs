using System.Net;
using Microsoft.AspNetCore.Connections;

namespace WsBroker.Server.Hosting;

/// <summary>What Kestrel takes for its network: connections come from the gateway, and from nowhere else.</summary>
internal sealed class HandedOverTransport : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => endpoint is HandedOverEndPoint;

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(((HandedOverEndPoint)endpoint).Listener);
}
