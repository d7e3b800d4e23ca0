namespace WsBroker.Actors.Tests.Contract;

/// <summary>A second host, which shares nothing with the kernel but the seam.</summary>
internal sealed class SynchronousHost() : ContractHost(new VirtualTime(), time => new SynchronousActorSystem(time))
{
    public override void Settle()
    {
        // Whoever tells has already run what came of it
    }
}
