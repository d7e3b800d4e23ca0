namespace WsBroker.Actors.Tests.Contract;

/// <summary>The kernel on the threads of the thread pool.</summary>
internal sealed class PooledHost(CountingDispatcher dispatcher)
    : ContractHost(
        new VirtualTime(),
        time => new LocalActorSystem(new ActorSystemOptions { Time = time, Dispatcher = dispatcher }))
{
    public override void Settle() => dispatcher.WaitUntilIdle();
}
