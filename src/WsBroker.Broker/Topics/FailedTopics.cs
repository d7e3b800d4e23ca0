namespace WsBroker.Broker.Topics;

/// <summary>Topics that have failed again and again, and how long each rests before it begins anew.</summary>
/// <remarks>
/// Belongs to <see cref="TopicsActor"/>. The first failure costs nothing; each further one doubles the rest, until the topic has not failed for
/// a minute. So what fails each time costs a little and not all of the node: every time the topic is read anew, and its subscribers come back.
/// </remarks>
internal sealed class FailedTopics
{
    private static readonly TimeSpan _firstRest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestRest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _remembered = TimeSpan.FromMinutes(1);

    private readonly Dictionary<TopicName, (int Failures, long Last)> _failed = [];
    private readonly Queue<(TopicName Name, long At)> _inOrder = [];

    /// <summary>A topic has failed.</summary>
    public void Note(TopicName name, TimeProvider time)
    {
        Forget(time);
        var now = time.GetTimestamp();
        _failed[name] = (_failed.GetValueOrDefault(name).Failures + 1, now);
        _inOrder.Enqueue((name, now));
    }

    /// <summary>Whether a topic is not to begin yet.</summary>
    public bool Rests(TopicName name, TimeProvider time) =>
        _failed.TryGetValue(name, out var failed) && time.GetElapsedTime(failed.Last) < RestAfter(failed.Failures);

    private static TimeSpan RestAfter(int failures)
    {
        const int MostDoublings = 10;
        var rest = failures < 2 ? TimeSpan.Zero : _firstRest * (1 << Math.Min(failures - 2, MostDoublings));
        return rest < _longestRest ? rest : _longestRest;
    }

    private void Forget(TimeProvider time)
    {
        while (_inOrder.TryPeek(out var first) && time.GetElapsedTime(first.At) >= _remembered)
        {
            _inOrder.Dequeue();
            if (_failed.TryGetValue(first.Name, out var failed) && failed.Last == first.At)
            {
                _failed.Remove(first.Name);
            }
        }
    }
}
