using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace WsBroker.Server.Tls;

/// <summary>Handshakes whose failure .NET takes for our mistake, and which is the client's.</summary>
internal static class FailedHandshakes
{
    /// <summary>Goes on, and ends a connection that begins with a record other than a ClientHello without a word.</summary>
    /// <remarks>
    /// <see cref="System.Net.Security.SslStream"/> asks for a certificate when it meets a ClientHello. To any other record it
    /// says that the server has none, and Kestrel logs that as an error: a line of a kilobyte for a packet of six bytes.
    /// </remarks>
    public static async Task EndAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            await next(connection);
        }
        catch (NotSupportedException) when (connection.Features.Get<ISslStreamFeature>() is not { SslStream.IsAuthenticated: true })
        {
            // Kestrel closes it
        }
    }
}
