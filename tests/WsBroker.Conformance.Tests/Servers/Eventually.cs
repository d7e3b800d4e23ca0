using WsBroker.Conformance.Tests.Clients;

namespace WsBroker.Conformance.Tests.Servers;

/// <summary>Waits for what can only be looked at, not awaited.</summary>
internal static class Eventually
{
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks again and again until it is so.</summary>
    /// <exception cref="TimeoutException">It was not so within twice <see cref="StrictClient.Patience"/>.</exception>
    public static async Task IsAsync(Func<bool> isSo, Func<string> otherwise)
    {
        using var timeout = new CancellationTokenSource(StrictClient.Patience * 2);
        using var timer = new PeriodicTimer(_interval);
        try
        {
            while (!isSo())
            {
                await timer.WaitForNextTickAsync(timeout.Token);
            }
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException(otherwise(), late);
        }
    }
}
