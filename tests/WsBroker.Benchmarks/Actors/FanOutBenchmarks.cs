using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using WsBroker.Actors;

namespace WsBroker.Benchmarks.Actors;

/// <summary>
/// One message to each of ten thousand idle receivers on the thread pool, until the last has heard it.
/// </summary>
[MemoryDiagnoser]
public class FanOutBenchmarks : IDisposable
{
    private const int Receivers = 10_000;

    private readonly CountdownEvent _unheard = new(Receivers);
    private ActorRef<CountdownEvent>[] _actors = [];
    private Channel<CountdownEvent>[] _channels = [];

    [GlobalSetup(Target = nameof(Actors))]
    public void SpawnActors()
    {
        var system = new LocalActorSystem(new ActorSystemOptions());
        var props = new Props<CountdownEvent>(static () => new SignallingActor());
        _actors = [.. Enumerable.Range(0, Receivers).Select(_ => system.Spawn(props))];
    }

    [GlobalSetup(Target = nameof(Channels))]
    public void OpenChannels()
    {
        _channels = [.. Enumerable.Range(0, Receivers).Select(static _ => Channel.CreateUnbounded<CountdownEvent>(
            new UnboundedChannelOptions { SingleReader = true }))];
        foreach (var channel in _channels)
        {
            _ = ReadAsync(channel.Reader);
        }
    }

    [Benchmark]
    public void Actors()
    {
        _unheard.Reset();
        foreach (var actor in _actors)
        {
            actor.Tell(_unheard);
        }

        _unheard.Wait();
    }

    [Benchmark(Baseline = true)]
    public void Channels()
    {
        _unheard.Reset();
        foreach (var channel in _channels)
        {
            channel.Writer.TryWrite(_unheard);
        }

        _unheard.Wait();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _unheard.Dispose();
        GC.SuppressFinalize(this);
    }

    private static async Task ReadAsync(ChannelReader<CountdownEvent> reader)
    {
        await foreach (var unheard in reader.ReadAllAsync())
        {
            unheard.Signal();
        }
    }
}
