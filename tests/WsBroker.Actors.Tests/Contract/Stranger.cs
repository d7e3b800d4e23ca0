namespace WsBroker.Actors.Tests.Contract;

/// <summary>A reference behind which there is no actor.</summary>
internal sealed class Stranger : ActorRef<string>
{
    public override void Tell(string message)
    {
        // Nobody listens
    }
}
