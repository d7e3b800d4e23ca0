namespace WsBroker.Actors.Tests.Stress;

/// <summary>Awaits the end of another.</summary>
internal sealed class WatchingActor(ActorRef other, Action told) : Actor<int>
{
    protected override void PreStart() => Context.Watch(other, 1);

    protected override void Receive(int message) => told();
}
