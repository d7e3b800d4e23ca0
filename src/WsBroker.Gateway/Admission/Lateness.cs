namespace WsBroker.Gateway.Admission;

/// <summary>How late the process is with what it has to do, seen from time to time.</summary>
/// <remarks>One late look alone is a pause of the machine, which is over; two in a row are a load. Thread-safe.</remarks>
internal sealed class Lateness
{
    private long _before;
    private long _now;

    /// <summary>The least of the last two looks.</summary>
    public TimeSpan Lasting => new(Math.Min(Volatile.Read(ref _before), Volatile.Read(ref _now)));

    /// <summary>Notes a look. From one thread at a time.</summary>
    public void Note(TimeSpan late)
    {
        Volatile.Write(ref _before, Volatile.Read(ref _now));
        Volatile.Write(ref _now, late.Ticks);
    }
}
