namespace WsBroker.TestKit.Faults;

/// <summary>Time that passes because a fault is slow.</summary>
internal static class Pause
{
    /// <summary>Completes when so much time has passed; at once if it is none.</summary>
    public static async Task ForAsync(TimeSpan time)
    {
        if (time > TimeSpan.Zero)
        {
            using var timer = new PeriodicTimer(time);
            await timer.WaitForNextTickAsync();
        }
    }
}
