using System.Globalization;
using WsBroker.Gateway.Admission;

namespace WsBroker.Server.Options;

/// <summary>The keys that begin with <c>drain:</c>.</summary>
internal static class DrainKeys
{
    private const int MostPerSecond = 1_000_000;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        Time("timeout", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "time for clients to be gone when the server is to end", (d, t) => d with { Timeout = t }, d => d.Timeout),
        Time("pause", TimeSpan.Zero, TimeSpan.FromMinutes(10), "time before that in which nobody new is let in, for a load balancer to see it", (d, t) => d with { Pause = t }, d => d.Pause),
        new(
            "drain:clientsPerSecond",
            string.Create(CultureInfo.InvariantCulture, $"a whole number from 1 to {MostPerSecond}"),
            "clients that are told to leave, and come back, in a second",
            (options, value) =>
                int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var clients) && clients is >= 1 and <= MostPerSecond
                    ? options with { Drain = options.Drain with { ClientsPerSecond = clients } }
                    : null,
            options => options.Drain.ClientsPerSecond.ToString(CultureInfo.InvariantCulture)),
    ];

    private static OptionKey Time(
        string name, TimeSpan least, TimeSpan most, string meaning, Func<DrainOptions, TimeSpan, DrainOptions> set, Func<DrainOptions, TimeSpan> get) =>
        new(
            $"drain:{name}",
            $"a time from {least:c} to {most:c}",
            meaning,
            (options, value) =>
                TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var time) && time >= least && time <= most
                    ? options with { Drain = set(options.Drain, time) }
                    : null,
            options => get(options.Drain).ToString("c", CultureInfo.InvariantCulture));
}
