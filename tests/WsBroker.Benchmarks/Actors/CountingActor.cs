using WsBroker.Actors;

namespace WsBroker.Benchmarks.Actors;

/// <summary>Counts what it hears.</summary>
internal sealed class CountingActor : Actor<object>
{
    public int Count { get; private set; }

    protected override void Receive(object message) => Count++;
}
