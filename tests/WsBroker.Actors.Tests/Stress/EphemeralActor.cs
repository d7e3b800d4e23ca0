namespace WsBroker.Actors.Tests.Stress;

/// <summary>Ends with its first message.</summary>
internal sealed class EphemeralActor(Action ended) : Actor<int>
{
    protected override void Receive(int message) => Context.StopSelf();

    protected override void PostStop(Exception? failure) => ended();
}
