namespace WsBroker.Actors.Tests.Observing;

/// <summary>Wants its context too early.</summary>
internal sealed class HastyActor : Actor<string>
{
    public HastyActor() => Context.StopSelf();

    protected override void Receive(string message)
    {
        // Never comes so far
    }
}
