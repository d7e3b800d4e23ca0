using System.Diagnostics;

namespace WsBroker.Actors.Tests.Simulation;

/// <summary>Tells the worker whether there is a job for it.</summary>
internal sealed class ShelfActor(bool checksAgain) : Actor<ShelfMessage>
{
    private ActorRef<bool>? _sleeper;

    public int Jobs { get; private set; }

    protected override void Receive(ShelfMessage message)
    {
        switch (message)
        {
            case ShelfMessage.Put:
                Jobs++;
                Give(_sleeper);
                break;
            case ShelfMessage.Ask ask when Jobs == 0:
                ask.Worker.Tell(false);
                break;
            case ShelfMessage.Ask ask:
                Give(ask.Worker);
                break;
            case ShelfMessage.Sleeps sleeps when checksAgain && Jobs > 0:
                Give(sleeps.Worker);
                break;
            case ShelfMessage.Sleeps sleeps:
                _sleeper = sleeps.Worker;
                break;
            default:
                throw new UnreachableException();
        }
    }

    private void Give(ActorRef<bool>? worker)
    {
        if (worker is not null)
        {
            Jobs--;
            _sleeper = null;
            worker.Tell(true);
        }
    }
}
