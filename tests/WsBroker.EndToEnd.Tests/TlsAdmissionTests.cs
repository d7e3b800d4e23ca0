using System.Net.Sockets;
using System.Text;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>Connections that have not got through TLS yet count like all others.</summary>
public sealed class TlsAdmissionTests
{
    private const string Upgrade =
        "GET /topics/t HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("limits:connections", "503")]
    [InlineData("limits:connectionsPerAddress", "429")]
    public async Task HS_41_Who_stalls_in_the_handshake_of_TLS_takes_a_place_until_it_is_gone(string limit, string status)
    {
        using var certificate = new TestCertificate();
        await using var server = await ServerProcess.StartAsync(
            "--listen", "https://127.0.0.1:0", "--certificate", certificate.PemFile, "--set", $"{limit}=2");

        using (var first = new TcpClient(server.Https.Host, server.Https.Port))
        using (var second = new TcpClient(server.Https.Host, server.Https.Port))
        {
            await AskUntilAsync(server, status);
        }

        await AskUntilAsync(server, "101");
    }

    // The server may be about to accept the others, or to let them go
    private static async Task AskUntilAsync(ServerProcess server, string status)
    {
        using var late = new CancellationTokenSource(_patience);
        while (!string.Equals(await AskAsync(server, late.Token), status, StringComparison.Ordinal))
        {
            late.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task<string> AskAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        using var client = new TcpClient(server.Http.Host, server.Http.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Upgrade), cancellationToken);
        var answer = new byte["HTTP/1.1 101".Length];
        await stream.ReadExactlyAsync(answer, cancellationToken);
        return Encoding.ASCII.GetString(answer)[^3..];
    }
}
