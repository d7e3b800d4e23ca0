namespace WsBroker.Actors.Tests.Stress;

/// <summary>Plays each ball back.</summary>
internal sealed class PartnerActor(ActorRef<int> other) : Actor<int>
{
    protected override void Receive(int message) => other.Tell(message);
}
