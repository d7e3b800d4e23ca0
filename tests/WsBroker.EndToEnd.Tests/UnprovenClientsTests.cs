using System.Diagnostics;
using System.Net.Sockets;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.EndToEnd.Tests.FanOut;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>Very many clients that could prove who they are, and do not.</summary>
[Collection(Alone.Name)]
public sealed class UnprovenClientsTests
{
    private const int Clients = 5000;
    private const long MostBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan _authTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private static readonly byte[] _ping = [0x89, 0x80, 1, 2, 3, 4];

    [Fact]
    public async Task AU_13_AU_15_Five_thousand_that_do_not_say_who_they_are_cost_little_and_are_closed_in_time_though_they_ping()
    {
        await using var server = await ServerProcess.StartAsync(
            "--set", "auth:required=true",
            "--set", "auth:keys:0:algorithm=HS256",
            "--set", $"auth:keys:0:secret={TokenBuilder.Secret}",
            "--set", $"connection:authTimeout={_authTimeout:c}");
        using var witness = await WebSocketPeer.RawAsync(server.Ws, "t", $"?echo=true&token={TokenBuilder.For("w").Sign()}");
        using var late = new CancellationTokenSource(_patience);
        var before = ResidentBytes(server);

        var unproven = new List<(Socket Socket, long Since)>(Clients);
        for (var number = 0; number < Clients; number++)
        {
            unproven.Add((await RawConnection.OpenAsync(server.Http, "/", late.Token), Stopwatch.GetTimestamp()));
        }

        var memory = ResidentBytes(server) - before;
        await AskAsync(witness, "while they are there");
        foreach (var (socket, _) in unproven)
        {
            await socket.SendAsync(_ping, late.Token);
        }

        var ends = await Task.WhenAll(unproven.Select(one => EndAsync(one.Socket, one.Since, late.Token)));

        Assert.InRange(memory, 0, MostBytes);
        Assert.All(ends, static end => Assert.Equal(1008, end.Code));
        Assert.InRange(ends.Min(static end => end.After), _authTimeout - TimeSpan.FromSeconds(1), _authTimeout + TimeSpan.FromSeconds(5));
        await AskAsync(witness, "after they have gone");
        Assert.Contains($"wsbroker_connections_ended_total{{end_reason=\"AuthTimeout\"}} {Clients}", await UntilAllHaveEndedAsync(server, late.Token), StringComparison.Ordinal);
    }

    private static async Task AskAsync(WebSocketPeer witness, string text)
    {
        await witness.SendAsync(text);
        Assert.Equal(text, await witness.ReceiveTextAsync());
    }

    // A pong, and then the close frame: short frames, which do not come in parts
    private static async Task<(int Code, TimeSpan After)> EndAsync(Socket socket, long since, CancellationToken cancellationToken)
    {
        using (socket)
        {
            var buffer = new byte[256];
            var length = 0;
            while (await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var more)
            {
                length += more;
                if (buffer.AsSpan(0, length).IndexOf((byte)0x88) is >= 0 and var at && length >= at + 4)
                {
                    return ((buffer[at + 2] << 8) | buffer[at + 3], Stopwatch.GetElapsedTime(since));
                }
            }

            return (0, Stopwatch.GetElapsedTime(since));
        }
    }

    private static async Task<string> UntilAllHaveEndedAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = server.Http };
        string page;
        do
        {
            page = await http.GetStringAsync(new Uri("metrics", UriKind.Relative), cancellationToken);
        }
        while (!page.Contains($"AuthTimeout\"}} {Clients}", StringComparison.Ordinal));
        return page;
    }

    private static long ResidentBytes(ServerProcess server)
    {
        const string Name = "VmRSS:";
        var line = File.ReadLines($"/proc/{server.Id}/status").First(static line => line.StartsWith(Name, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(Name.Length, line.Length - Name.Length - " kB".Length), provider: null) * 1024;
    }
}
