namespace WsBroker.Actors.Tests.Contract;

/// <summary>A turn whose end is told to its dispatcher.</summary>
internal sealed class CountedTurn(ITurn turn, CountingDispatcher dispatcher) : ITurn
{
    public void Execute() => Run(Dispatcher.MessagesPerTurn);

    public void Run(int maxMessages)
    {
        turn.Run(maxMessages);
        dispatcher.TurnIsOver();
    }
}
