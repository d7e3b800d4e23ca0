namespace WsBroker.Actors.Tests.Contract;

/// <summary>The kernel on the dispatcher that draws lots.</summary>
internal sealed class SimulatedHost(SimulationDispatcher dispatcher)
    : ContractHost(
        dispatcher.Time,
        time => new LocalActorSystem(new ActorSystemOptions { Time = time, Dispatcher = dispatcher }))
{
    public override void Settle() => Assert.NotEqual(1_000_000, dispatcher.RunUntilIdle(1_000_000));
}
