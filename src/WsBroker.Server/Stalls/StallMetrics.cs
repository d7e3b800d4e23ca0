using System.Diagnostics.Metrics;

namespace WsBroker.Server.Stalls;

/// <summary>What is counted of work that waited too long for a thread, under the meter <see cref="MeterName"/>. Written by one thread, read by any.</summary>
internal sealed class StallMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "WsBroker.Stalls";

    private long _stalls;
    private double _seconds;
    private bool _wasOn;

    /// <summary>Nothing is counted yet.</summary>
    /// <param name="meters">Makes and owns the meter.</param>
    public StallMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableCounter(
            "wsbroker.stalls", () => Volatile.Read(ref _stalls), unit: "{stall}", description: "Times that work waited for a thread for two seconds or more.");
        meter.CreateObservableCounter(
            "wsbroker.stalls.time", () => Volatile.Read(ref _seconds), unit: "s", description: "How long it waited beyond these two seconds, all together.");
    }

    /// <summary>Counts a look.</summary>
    /// <param name="isOn">Whether work waits too long.</param>
    /// <param name="interval">The time since the look before.</param>
    public void Looked(bool isOn, TimeSpan interval)
    {
        if (isOn && !_wasOn)
        {
            Volatile.Write(ref _stalls, _stalls + 1);
        }
        else if (isOn)
        {
            Volatile.Write(ref _seconds, _seconds + interval.TotalSeconds);
        }

        _wasOn = isOn;
    }
}
