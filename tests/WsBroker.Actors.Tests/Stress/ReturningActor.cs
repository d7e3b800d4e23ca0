namespace WsBroker.Actors.Tests.Stress;

/// <summary>Plays one ball back and forth with a child: each falls idle whenever the other has it.</summary>
internal sealed class ReturningActor(int rounds, Action<int> done) : Actor<int>
{
    private ActorRef<int>? _partner;

    protected override void PreStart()
    {
        _partner = Context.Spawn(new Props<int>(() => new PartnerActor(Context.Self)));
        _partner.Tell(1);
    }

    protected override void Receive(int message)
    {
        if (message == rounds)
        {
            done(message);
        }
        else
        {
            _partner!.Tell(message + 1);
        }
    }
}
