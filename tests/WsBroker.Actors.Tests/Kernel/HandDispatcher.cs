namespace WsBroker.Actors.Tests.Kernel;

/// <summary>Runs turns in order, when asked, each with as many messages as a turn may take.</summary>
internal sealed class HandDispatcher : Dispatcher
{
    private readonly Queue<ITurn> _turns = [];

    public override void Schedule(ITurn turn) => _turns.Enqueue(turn);

    /// <summary>Runs all that is ready and becomes so.</summary>
    /// <returns>How many turns that were.</returns>
    public int RunAll()
    {
        var turns = 0;
        while (_turns.TryDequeue(out var turn))
        {
            turn.Run(MessagesPerTurn);
            turns++;
        }

        return turns;
    }
}
