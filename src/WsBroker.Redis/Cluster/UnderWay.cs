using System.Collections.Concurrent;

namespace WsBroker.Redis.Cluster;

/// <summary>What was begun and has not ended, so that an end can wait for it. Thread-safe.</summary>
internal sealed class UnderWay
{
    private readonly ConcurrentDictionary<Task, bool> _tasks = [];

    /// <summary>Takes note of something, which ends without a failure.</summary>
    public void Add(Task task)
    {
        if (!task.IsCompleted)
        {
            _tasks.TryAdd(task, value: true);
            _ = RemoveAsync(task);
        }
    }

    /// <summary>Waits for all of it.</summary>
    public Task WhenAllHaveEndedAsync() => Task.WhenAll(_tasks.Keys);

    private async Task RemoveAsync(Task task)
    {
        await task;
        _tasks.TryRemove(task, out _);
    }
}
