using BenchmarkDotNet.Attributes;
using WsBroker.Actors;

namespace WsBroker.Benchmarks.Actors;

/// <summary>What telling and its turn cost by themselves: on one thread, without the thread pool.</summary>
[MemoryDiagnoser]
public class TellBenchmarks
{
    private const int Tells = 1000;

    private readonly InlineDispatcher _dispatcher = new();
    private readonly object _message = new();
    private ActorRef<object>[] _actors = [];

    [GlobalSetup]
    public void Spawn()
    {
        var system = new LocalActorSystem(new ActorSystemOptions { Dispatcher = _dispatcher });
        var props = new Props<object>(static () => new CountingActor());
        _actors = [.. Enumerable.Range(0, Tells).Select(_ => system.Spawn(props))];
        _dispatcher.RunAll();
    }

    /// <summary>One message to each of a thousand idle actors, and their turns.</summary>
    [Benchmark(OperationsPerInvoke = Tells)]
    public void TellIdleActorsAndTheirTurns()
    {
        foreach (var actor in _actors)
        {
            actor.Tell(_message);
        }

        _dispatcher.RunAll();
    }

    /// <summary>A thousand messages to one actor, and its turns.</summary>
    [Benchmark(OperationsPerInvoke = Tells)]
    public void TellOneActorAndItsTurns()
    {
        var actor = _actors[0];
        for (var i = 0; i < Tells; i++)
        {
            actor.Tell(_message);
        }

        _dispatcher.RunAll();
    }
}
