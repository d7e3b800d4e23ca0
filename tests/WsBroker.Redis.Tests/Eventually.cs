using System.Diagnostics;

namespace WsBroker.Redis.Tests;

/// <summary>Waits for what has to come about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>Asks again and again, and fails if the answer stays no.</summary>
    public static Task IsTrueAsync(Func<bool> condition, string what) => IsTrueAsync(() => Task.FromResult(condition()), () => what);

    /// <summary>The same, where the answer takes a while.</summary>
    public static Task IsTrueAsync(Func<Task<bool>> condition, string what) => IsTrueAsync(condition, () => what);

    /// <summary>The same, where what did not come about can be told in the end only.</summary>
    public static async Task IsTrueAsync(Func<Task<bool>> condition, Func<string> what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var began = Stopwatch.GetTimestamp(); !await condition();)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < _patience, $"It did not come about that {what()}.");
            await timer.WaitForNextTickAsync();
        }
    }
}
