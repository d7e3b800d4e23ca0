namespace WsBroker.Actors.Tests.Simulation;

/// <summary>All that a shelf can be told.</summary>
internal abstract record ShelfMessage
{
    private ShelfMessage()
    {
    }

    internal sealed record Put : ShelfMessage;

    internal sealed record Ask(ActorRef<bool> Worker) : ShelfMessage;

    internal sealed record Sleeps(ActorRef<bool> Worker) : ShelfMessage;
}
