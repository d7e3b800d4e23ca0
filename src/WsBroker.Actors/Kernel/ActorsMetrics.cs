using System.Diagnostics.Metrics;

namespace WsBroker.Actors.Kernel;

/// <summary>Every number that the actor kernel reports, under the meter <see cref="MeterName"/>.</summary>
internal sealed class ActorsMetrics : IDisposable
{
    public const string MeterName = "WsBroker.Actors";

    private const string ActorTag = "actor";

    private readonly Meter? _own;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _restarts;
    private readonly Counter<long> _deadLetters;
    private long _deadLettersSoFar;

    /// <param name="meters">Makes and owns the meter; null for one that ends with this object.</param>
    public ActorsMetrics(IMeterFactory? meters)
    {
        _own = meters is null ? new Meter(MeterName) : null;
        var meter = _own ?? meters!.Create(MeterName);
        _failures = meter.CreateCounter<long>(
            "wsbroker.actors.failures", unit: "{failure}", description: "Failures of actors, by type of actor.");
        _restarts = meter.CreateCounter<long>(
            "wsbroker.actors.restarts", unit: "{restart}", description: "Restarts of failed actors, by type of actor.");
        _deadLetters = meter.CreateCounter<long>(
            "wsbroker.actors.dead_letters", unit: "{message}", description: "Messages whose receiver had ended.");
    }

    public long DeadLetters => Volatile.Read(ref _deadLettersSoFar);

    public void ActorFailed(string actor) => _failures.Add(1, new KeyValuePair<string, object?>(ActorTag, actor));

    public void ActorRestarted(string actor) => _restarts.Add(1, new KeyValuePair<string, object?>(ActorTag, actor));

    public void DeadLetter()
    {
        Interlocked.Increment(ref _deadLettersSoFar);
        _deadLetters.Add(1);
    }

    /// <inheritdoc/>
    public void Dispose() => _own?.Dispose();
}
