using WsBroker.Client.Connections;
using WsBroker.Client.Tests.Peers;

namespace WsBroker.Client.Tests.Connections;

public sealed class ReadGateTests
{
    private readonly ReadGate _gate = new();

    [Fact]
    public async Task Is_open_at_first()
    {
        Assert.False(await _gate.WaitAsync(CancellationToken.None));
        Assert.True(_gate.IsOpen);
    }

    [Fact]
    public async Task Closes_while_any_subscription_is_full()
    {
        _gate.SubscriptionFilled();
        _gate.SubscriptionFilled();
        var waiting = _gate.WaitAsync(CancellationToken.None).Soon();

        _gate.SubscriptionDrained();
        Assert.False(waiting.IsCompleted);
        _gate.SubscriptionDrained();

        Assert.True(await waiting);
    }

    [Fact]
    public async Task Opens_for_an_answer_that_is_awaited_and_closes_behind_it()
    {
        _gate.SubscriptionFilled();
        var waiting = _gate.WaitAsync(CancellationToken.None).Soon();

        _gate.AnswerAwaited();
        await waiting;
        _gate.AnswerCame();

        Assert.False(_gate.IsOpen);
    }

    [Fact]
    public async Task Opens_for_good_when_the_client_ends()
    {
        _gate.SubscriptionFilled();
        var waiting = _gate.WaitAsync(CancellationToken.None).Soon();

        _gate.OpenForGood();

        Assert.True(await waiting);
        Assert.True(_gate.IsOpen);
    }

    [Fact]
    public async Task Waiting_can_be_given_up()
    {
        using var stop = new CancellationTokenSource();
        _gate.SubscriptionFilled();
        var waiting = _gate.WaitAsync(stop.Token).Soon();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
