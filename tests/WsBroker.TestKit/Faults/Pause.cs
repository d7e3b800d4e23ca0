namespace WsBroker.TestKit.Faults;

/// <summary>Time that passes because a fault is slow.</summary>
internal static class Pause
{
    // What timers can tell apart
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>Completes when so much time has passed, at least a millisecond; at once if it is none.</summary>
    public static async Task ForAsync(TimeSpan time)
    {
        if (time > TimeSpan.Zero)
        {
            using var timer = new PeriodicTimer(time > _shortest ? time : _shortest);
            await timer.WaitForNextTickAsync();
        }
    }
}
