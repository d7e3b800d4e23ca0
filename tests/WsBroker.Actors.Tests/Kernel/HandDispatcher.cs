namespace WsBroker.Actors.Tests.Kernel;

/// <summary>Runs turns in order, when asked, each with as many messages as a turn may take.</summary>
internal sealed class HandDispatcher : Dispatcher
{
    private readonly Queue<ITurn> _turns = [];

    public override void Schedule(ITurn turn) => _turns.Enqueue(turn);

    public void RunAll()
    {
        while (_turns.TryDequeue(out var turn))
        {
            turn.Run(MessagesPerTurn);
        }
    }
}
