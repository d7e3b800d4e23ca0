using System.Net;

namespace WsBroker.Server.Hosting;

/// <summary>Where Kestrel "listens": nowhere; connections are handed to it.</summary>
internal sealed class HandedOverEndPoint : EndPoint
{
    /// <inheritdoc/>
    public override string ToString() => "handed over by the gateway";
}
