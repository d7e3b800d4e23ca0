namespace WsBroker.Actors.Tests.Stress;

/// <summary>Has a child, and ends with its first message.</summary>
internal sealed class ParentActor(Props<int> child) : Actor<int>
{
    protected override void PreStart() => Context.Spawn(child);

    protected override void Receive(int message) => Context.StopSelf();
}
