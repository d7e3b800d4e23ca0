using System.Diagnostics;
using System.Globalization;
using WsBroker.Client;

namespace WsBroker.Cluster.Tests.Traffic;

/// <summary>Publishes one message after the other, each until it is acknowledged, under a key of its own.</summary>
/// <param name="name">Its name, which no other has.</param>
/// <param name="client">Over which.</param>
/// <param name="ledger">Takes note.</param>
/// <param name="interval">Between two.</param>
/// <param name="padding">Bytes that each has besides its text.</param>
internal sealed class Publisher(string name, WsBrokerClient client, TopicLedger ledger, TimeSpan interval, int padding)
{
    private readonly PublishOptions _options = new()
    {
        Headers = padding == 0 ? null : new Dictionary<string, string>(StringComparer.Ordinal) { ["padding"] = new string('.', padding) },
    };

    private readonly List<TimeSpan> _waits = [];
    private long _last = Stopwatch.GetTimestamp();
    private int _acknowledged;

    /// <summary>How often it was told to try later.</summary>
    public int Refused { get; private set; }

    /// <summary>The longest time from a try until it was told to try later.</summary>
    public TimeSpan SlowestRefusal { get; private set; }

    /// <summary>How many were acknowledged.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>The longest time without an acknowledgement.</summary>
    public TimeSpan LongestOutage { get; private set; }

    /// <summary>How long each took, from its first try to its acknowledgement; to be read when it has ended.</summary>
    public IReadOnlyList<TimeSpan> Waits => _waits;

    /// <summary>Goes on until it is stopped, however long a fault lasts; what it has begun then it ends.</summary>
    /// <param name="stop">Has it begin nothing more.</param>
    /// <param name="giveUp">Has it give up what it has begun.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken giveUp)
    {
        using var pace = new PeriodicTimer(interval);
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            await PublishAsync(string.Create(CultureInfo.InvariantCulture, $"{name} {number}"), pace, giveUp);
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task PublishAsync(string text, PeriodicTimer pace, CancellationToken giveUp)
    {
        var begun = Stopwatch.GetTimestamp();
        ledger.NoteTry(text);
        while (true)
        {
            var tried = Stopwatch.GetTimestamp();
            try
            {
                ledger.NoteAcknowledged(await client.PublishAsync(ledger.Topic, text, _options with { Key = text }, giveUp), text);
                _waits.Add(Stopwatch.GetElapsedTime(begun));
                NoteOutage();
                return;
            }
            catch (WsBrokerException refused) when (refused.CanRetry)
            {
                Refused++;
                var took = Stopwatch.GetElapsedTime(tried);
                SlowestRefusal = took > SlowestRefusal ? took : SlowestRefusal;
                await pace.WaitForNextTickAsync(giveUp);
            }
        }
    }

    private void NoteOutage()
    {
        var now = Stopwatch.GetTimestamp();
        var without = Stopwatch.GetElapsedTime(_last, now);
        LongestOutage = without > LongestOutage ? without : LongestOutage;
        _last = now;
        Interlocked.Increment(ref _acknowledged);
    }
}
