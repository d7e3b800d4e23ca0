using System.Globalization;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Servers;

/// <summary>What the broker counts.</summary>
internal static class Metrics
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(20);

    /// <summary>How many connections have ended for a reason.</summary>
    public static Task<double> EndedAsync(ServerProcess server, string reason) =>
        ReadAsync(server, $"wsbroker_connections_ended_total{{end_reason=\"{reason}\"}}");

    /// <summary>Reads one number.</summary>
    /// <param name="server">The broker.</param>
    /// <param name="series">Its name and labels, as they stand on the page.</param>
    public static async Task<double> ReadAsync(ServerProcess server, string series)
    {
        using var http = new HttpClient { BaseAddress = server.Http, Timeout = StrictClient.Patience };
        var page = await http.GetStringAsync(new Uri("metrics", UriKind.Relative));
        var line = page.Split('\n').Single(line => line.StartsWith($"{series} ", StringComparison.Ordinal));
        return double.Parse(line.AsSpan(series.Length + 1), CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until so many connections have ended for a reason.</summary>
    /// <exception cref="TimeoutException">They had not in time.</exception>
    public static async Task AwaitEndedAsync(ServerProcess server, string reason, int count, TimeSpan within)
    {
        using var timeout = new CancellationTokenSource(within);
        using var timer = new PeriodicTimer(_interval);
        var ended = await EndedAsync(server, reason);
        while (ended < count)
        {
            if (!await WaitAsync(timer, timeout.Token))
            {
                throw new TimeoutException($"{ended} connections, not {count}, ended with {reason} within {within}");
            }

            ended = await EndedAsync(server, reason);
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken late)
    {
        try
        {
            return await timer.WaitForNextTickAsync(late);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
