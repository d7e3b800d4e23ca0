using WsBroker.Client;

namespace WsBroker.Cluster.Tests.Traffic;

/// <summary>Hears one topic until it is stopped.</summary>
/// <param name="client">Over which.</param>
/// <param name="ledger">What is published.</param>
internal sealed class Subscriber(WsBrokerClient client, TopicLedger ledger)
{
    private readonly TaskCompletionSource _stands = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the subscription stands.</summary>
    public Task Stands => _stands.Task;

    /// <summary>What it has heard.</summary>
    public Hearing Heard { get; } = new(ledger);

    /// <summary>Hears.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var options = new SubscribeOptions { Subscribed = Stand, GapDetected = Heard.Add };
        try
        {
            await foreach (var message in client.SubscribeAsync(ledger.Topic, options, stop))
            {
                Heard.Add(message.Position!.Value, message.GetText());
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As asked
        }
    }

    /// <summary>Waits until it has heard the last of what is acknowledged now, in each epoch; but not for ever, since it may be lost.</summary>
    public async Task HearAllAsync()
    {
        var ends = ledger.Ends;
        using var late = new CancellationTokenSource(ThreeNodes.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!Heard.HasReached(ends) && !late.IsCancellationRequested)
        {
            await look.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private void Stand(TopicPosition? position)
    {
        Heard.Begin(position!.Value);
        _stands.TrySetResult();
    }
}
