namespace WsBroker.Server.Hosting;

/// <summary>Shows a supervisor again and again that the broker takes turns, so that it can end one that hangs.</summary>
internal static class Watchdog
{
    /// <summary>Signs of life in each interval: one may be late, or lost.</summary>
    private const int SignsPerInterval = 3;

    /// <summary>Runs until it is stopped.</summary>
    /// <param name="interval">In which the supervisor wants a sign.</param>
    /// <param name="takesTurnAsync">Completes when a turn has been taken; as long as it does not, no sign is given.</param>
    /// <param name="tell">Gives the sign.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends it.</param>
    public static async Task RunAsync(
        TimeSpan interval, Func<CancellationToken, Task> takesTurnAsync, Action tell, TimeProvider time, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval / SignsPerInterval, time);
        try
        {
            do
            {
                await takesTurnAsync(stop);
                tell();
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody wants to know any more
        }
    }
}
