namespace WsBroker.Actors.Tests.Contract;

/// <summary>A system to put the contract to, with its clock and its end of work in the test's hand.</summary>
internal abstract class ContractHost : IAsyncDisposable
{
    private readonly VirtualTime _time;

    protected ContractHost(VirtualTime time, Func<VirtualTime, ActorSystem> start)
    {
        _time = time;
        System = start(time);
    }

    public ActorSystem System { get; }

    /// <summary>The time since the start.</summary>
    public double Seconds => TimeSpan.FromTicks(_time.GetTimestamp()).TotalSeconds;

    public static ContractHost New(HostKind kind) => kind switch
    {
        HostKind.Simulated => new SimulatedHost(new SimulationDispatcher(seed: 20260101)),
        HostKind.Pooled => new PooledHost(new CountingDispatcher()),
        HostKind.Synchronous => new SynchronousHost(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Returns when nothing is left to do at this moment.</summary>
    public abstract void Settle();

    /// <summary>Turns the clock, with all that has to be done at each moment done at that moment.</summary>
    public void Advance(TimeSpan by)
    {
        var until = _time.GetTimestamp() + by.Ticks;
        do
        {
            Settle();
        }
        while (_time.FireNext(until));

        _time.TurnTo(until);
    }

    public async ValueTask DisposeAsync()
    {
        System.Terminate();
        Settle();
        await System.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
