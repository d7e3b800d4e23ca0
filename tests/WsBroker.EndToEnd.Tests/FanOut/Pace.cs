namespace WsBroker.EndToEnd.Tests.FanOut;

/// <summary>Tells a publisher when all subscribers have got a block of messages, so that none falls behind without bound.</summary>
internal sealed class Pace(int subscribers, int messages, int blockLength)
{
    private readonly int[] _missing = [.. Enumerable.Repeat(subscribers, messages / blockLength)];
    private readonly TaskCompletionSource[] _done =
    [
        .. Enumerable.Range(0, messages / blockLength)
            .Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)),
    ];

    /// <summary>A subscriber has got more messages. Thread-safe.</summary>
    public void Progress(long before, long after)
    {
        for (var block = before / blockLength; block < after / blockLength; block++)
        {
            if (Interlocked.Decrement(ref _missing[block]) == 0)
            {
                _done[block].SetResult();
            }
        }
    }

    /// <summary>Completes when all subscribers have got this block; at once for those before the first.</summary>
    public Task AllHaveAsync(int block, CancellationToken cancellationToken) =>
        block < 0 ? Task.CompletedTask : _done[block].Task.WaitAsync(cancellationToken);
}
