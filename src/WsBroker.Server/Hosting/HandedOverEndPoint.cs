using System.Net;

namespace WsBroker.Server.Hosting;

/// <summary>Where Kestrel "listens": nowhere; connections are handed to it.</summary>
/// <param name="listener">What it accepts from.</param>
internal sealed class HandedOverEndPoint(HandedOverListener listener) : EndPoint
{
    /// <summary>What Kestrel accepts from.</summary>
    public HandedOverListener Listener => listener;

    /// <inheritdoc/>
    public override string ToString() => "handed over by the gateway";
}
