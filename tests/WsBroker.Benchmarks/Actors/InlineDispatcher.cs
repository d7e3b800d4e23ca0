using WsBroker.Actors;

namespace WsBroker.Benchmarks.Actors;

/// <summary>Runs turns in order, when asked, on the thread that asks: the least that a dispatcher can cost.</summary>
internal sealed class InlineDispatcher : Dispatcher
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
