using WsBroker.Actors;
using WsBroker.Server.Hosting;

namespace WsBroker.Server.Tests.Hosting;

public sealed class WatchdogTests
{
    private readonly SimulationDispatcher _dispatcher = new(1);
    private int _signs;

    [Fact]
    public async Task Three_signs_of_life_are_given_in_each_interval()
    {
        using var stop = new CancellationTokenSource();
        var told = new SemaphoreSlim(0);
        var running = Watchdog.RunAsync(TimeSpan.FromSeconds(30), static _ => Task.CompletedTask, () => told.Release(), _dispatcher.Time, stop.Token);

        for (var sign = 0; sign < 6; sign++)
        {
            await told.WaitAsync(stop.Token);
            _dispatcher.Advance(TimeSpan.FromSeconds(10));
        }

        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task While_no_turn_is_taken_no_sign_is_given()
    {
        using var stop = new CancellationTokenSource();
        var running = Watchdog.RunAsync(TimeSpan.FromSeconds(30), Hang, () => _signs++, _dispatcher.Time, stop.Token);

        _dispatcher.Advance(TimeSpan.FromMinutes(5));
        await stop.CancelAsync();
        await running;

        Assert.Equal(0, _signs);
    }

    private static Task Hang(CancellationToken stop) => new TaskCompletionSource().Task.WaitAsync(stop);
}
