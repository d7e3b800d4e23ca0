using WsBroker.Actors;

namespace WsBroker.Benchmarks.Actors;

/// <summary>Signals each message to whom it bears.</summary>
internal sealed class SignallingActor : Actor<CountdownEvent>
{
    protected override void Receive(CountdownEvent message) => message.Signal();
}
