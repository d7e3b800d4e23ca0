namespace WsBroker.Actors.Tests.Simulation;

/// <summary>Always has something to tell itself.</summary>
internal sealed class RestlessActor : Actor<int>
{
    protected override void PreStart() => Context.Self.Tell(0);

    protected override void Receive(int message) => Context.Self.Tell(message + 1);
}
