using System.Diagnostics;
using System.Globalization;
using WsBroker.TestKit;
using Xunit.Abstractions;

namespace WsBroker.Cluster.Tests.Traffic;

/// <summary>A load to which a fault happens: how fast it went before, meanwhile and after, how soon everybody was served again, and what it has come to.</summary>
/// <remarks>Writes one line of a table; <c>tests/faults</c> gathers them.</remarks>
internal sealed class FaultRun
{
    /// <summary>How soon the cluster has to serve everybody again when a fault is over.</summary>
    private static readonly TimeSpan _back = TimeSpan.FromSeconds(10);

    /// <summary>What the cluster has to acknowledge in a second where nothing befalls it.</summary>
    private const int FewestPerSecond = 1000;

    private readonly string _fault;
    private readonly Load _load;
    private readonly ITestOutputHelper _output;
    private (long At, int Acknowledged) _begun;
    private double _before;
    private double _meanwhile;
    private TimeSpan _acknowledged;
    private TimeSpan _heard;

    private FaultRun(string fault, Load load, ITestOutputHelper output) => (_fault, _load, _output) = (fault, load, output);

    /// <summary>Looks how fast the load goes; then the fault may begin.</summary>
    /// <param name="fault">What is going to happen.</param>
    /// <param name="load">To whom.</param>
    /// <param name="output">Takes the line.</param>
    public static async Task<FaultRun> BeginAsync(string fault, Load load, ITestOutputHelper output)
    {
        var run = new FaultRun(fault, load, output);
        run._before = await run.RateAsync(Scale.IsLong ? 5 * FewestPerSecond : FewestPerSecond / 10);
        run._begun = (Stopwatch.GetTimestamp(), load.Acknowledged);
        return run;
    }

    /// <summary>The fault, or a part of it, is over: everybody has to be served again soon.</summary>
    public async Task AssertBackAsync()
    {
        _meanwhile = (_load.Acknowledged - _begun.Acknowledged) / Stopwatch.GetElapsedTime(_begun.At).TotalSeconds;
        var over = Stopwatch.GetTimestamp();
        var (acknowledged, heard) = await _load.ServedAsync();
        (_acknowledged, _heard) = (Longer(_acknowledged, acknowledged), Longer(_heard, heard));
        await _load.ReachAsync(FewestPerSecond / 2);
        var took = Stopwatch.GetElapsedTime(over);
        Assert.True(took <= _back, $"{_fault}: all were acknowledged something after {acknowledged}, had heard it after {heard}, and it went on after {took}");
    }

    /// <summary>Ends it.</summary>
    /// <returns>What it has come to: nothing lost, twice or missing.</returns>
    public async Task<Verdict> EndAsync()
    {
        var after = Scale.IsLong ? await RateAsync(5 * FewestPerSecond) : 0;
        var verdict = await _load.EndAsync();
        _output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {_fault} | {_before:N0} | {_meanwhile:N0} | {after:N0} | {verdict.TypicalWait.TotalMilliseconds:N0} | {verdict.Refused:N0} | {verdict.SlowestRefusal.TotalSeconds:F1} | {verdict.Lost} | {verdict.Unexpected} | {verdict.Duplicated} | {verdict.Gaps} | {_acknowledged.TotalSeconds:F1} | {_heard.TotalSeconds:F1} |"));
        verdict.AssertWhole();
        if (Scale.IsLong)
        {
            Assert.InRange(Math.Min(_before, after), FewestPerSecond, double.MaxValue);
        }

        return verdict;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private async Task<double> RateAsync(int count)
    {
        var (begun, before) = (Stopwatch.GetTimestamp(), _load.Acknowledged);
        await _load.ReachAsync(count);
        return (_load.Acknowledged - before) / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
