using WsBroker.Redis.Connections;

namespace WsBroker.Redis.Tests.Connections;

public sealed class RedisPaceTests
{
    private readonly RedisPace _pace = new(new StandingTime());

    [Fact]
    public async Task RD_14_A_connection_that_stands_again_is_looked_at_at_once_and_then_at_the_pace()
    {
        var waiting = _pace.WaitAsync(isWell: false, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        _pace.Hurry();
        Assert.True(await waiting);

        Assert.False(_pace.WaitAsync(isWell: true, CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task Nothing_is_looked_at_any_more_when_it_ends()
    {
        using var ending = new CancellationTokenSource();
        var waiting = _pace.WaitAsync(isWell: true, ending.Token);
        await ending.CancelAsync();

        Assert.False(await waiting);
    }

    // In which no pause ever ends
    private sealed class StandingTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer();

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
