using System.Diagnostics;
using System.Globalization;

namespace WsBroker.Cluster.Tests.Traffic;

/// <summary>Looks again and again how many WebSockets each node has, and so how fast they came.</summary>
/// <param name="cluster">The nodes.</param>
internal sealed class SeatWatch(ThreeNodes cluster)
{
    private const string Seats = "wsbroker_connections_seated{kind=\"websocket\"} ";

    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private readonly List<(long Begun, long Ended, int Seats)>[] _looks = [.. Enumerable.Range(0, ThreeNodes.Count).Select(static _ => new List<(long Begun, long Ended, int Seats)>())];

    /// <summary>Looks until it is stopped.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, ThreeNodes.Count).Select(node => LookAsync(node, stop)));

    /// <summary>The most that came to one node in a second or more, in a second.</summary>
    public double Fastest() => _looks.Max(static looks => Pairs(looks).Where(static pair => pair.Seconds >= 1).Max(static pair => pair.Came / pair.Seconds));

    /// <summary>The most that came to one node above what it lets in in that time, and at once after a quiet second.</summary>
    /// <param name="perSecond">What it lets in in a second.</param>
    public double MostAbove(int perSecond) => _looks.Max(looks => Pairs(looks).Max(pair => pair.Came - (perSecond * (pair.Seconds + 1))));

    private static IEnumerable<(double Seconds, int Came)> Pairs(List<(long Begun, long Ended, int Seats)> looks) =>
        from first in Enumerable.Range(0, looks.Count)
        from last in looks.Skip(first + 1)
        select (Stopwatch.GetElapsedTime(looks[first].Begun, last.Ended).TotalSeconds, last.Seats - looks[first].Seats);

    private async Task LookAsync(int node, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = cluster.Node(node).Http, Timeout = ThreeNodes.Patience };
        using var pace = new PeriodicTimer(_pause);
        while (!stop.IsCancellationRequested)
        {
            var begun = Stopwatch.GetTimestamp();
            var page = await http.GetStringAsync(new Uri("metrics", UriKind.Relative), CancellationToken.None);
            var seats = page.Split('\n').Single(static line => line.StartsWith(Seats, StringComparison.Ordinal))[Seats.Length..];
            _looks[node].Add((begun, Stopwatch.GetTimestamp(), int.Parse(seats, CultureInfo.InvariantCulture)));
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
