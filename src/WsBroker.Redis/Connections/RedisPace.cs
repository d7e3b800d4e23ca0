using System.Security.Cryptography;

namespace WsBroker.Redis.Connections;

/// <summary>How often a shard is looked after: evenly while it answers; while it does not, less and less often, and not in step with other nodes.</summary>
/// <param name="time">The clock.</param>
internal sealed class RedisPace(TimeProvider time)
{
    private static readonly TimeSpan _usual = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _first = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(2);

    private volatile TaskCompletionSource _hurried = New();
    private TimeSpan _pause = _first;

    /// <summary>Something has come about that is worth a look: the next one is not waited for. From any thread.</summary>
    public void Hurry() => _hurried.TrySetResult();

    /// <summary>Waits for the next look. For one at a time.</summary>
    /// <returns>False when there is to be none.</returns>
    public async Task<bool> WaitAsync(bool isWell, CancellationToken ending)
    {
        _pause = isWell ? _first : TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, _longest.Ticks));
        var pause = isWell ? _usual : _pause;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ending);
        await Task.WhenAny(_hurried.Task, Task.Delay(pause * (0.5 + (RandomNumberGenerator.GetInt32(1000) / 1000.0)), time, over.Token));
        await over.CancelAsync();
        _hurried = New();
        return !ending.IsCancellationRequested;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
