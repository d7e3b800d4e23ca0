using System.Numerics;
using WsBroker.Actors.Kernel;

namespace WsBroker.Actors;

/// <summary>
/// Runs turns one by one, in an order and with batches that the seed alone decides: a run can be had again.
/// </summary>
/// <remarks>
/// Belongs to one thread, on which everything of the run happens. Which of the ready actors goes next, and how many
/// messages it
/// takes, is drawn anew for each turn, so that over many seeds unlucky interleavings come up. Use <see cref="Time"/> as
/// the clock.
/// </remarks>
/// <param name="seed">Any number; the same one gives the same run.</param>
public sealed class SimulationDispatcher(ulong seed) : Dispatcher
{
    // Far more than an honest test needs, and reached in a second by actors that tell each other without end
    private const int ManyTurns = 1_000_000;

    private readonly List<ITurn> _ready = [];
    private SplitMix _random = new(seed);

    /// <summary>The clock that <see cref="Advance"/> turns.</summary>
    public VirtualTime Time { get; } = new();

    /// <inheritdoc/>
    public override void Schedule(ITurn turn) => _ready.Add(turn);

    /// <summary>Runs one turn of one actor.</summary>
    /// <returns>False when no actor has anything to do.</returns>
    public bool RunOne()
    {
        if (_ready.Count == 0)
        {
            return false;
        }

        var drawn = _random.Below(_ready.Count);
        var turn = _ready[drawn];
        _ready[drawn] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        turn.Run(DrawBatch());
        return true;
    }

    /// <summary>Runs turns until no actor has anything to do at this moment.</summary>
    /// <param name="maxTurns">Stops after as many.</param>
    /// <returns>How many turns were run: <paramref name="maxTurns"/> when that may not have been all.</returns>
    public int RunUntilIdle(int maxTurns = ManyTurns)
    {
        var turns = 0;
        while (turns < maxTurns && RunOne())
        {
            turns++;
        }

        return turns;
    }

    /// <summary>
    /// Runs what is ready, then turns the clock from timer to timer, running after each what it made ready.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">At one moment there was no end of turns.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);

        var until = Time.GetTimestamp() + by.Ticks;
        do
        {
            RunAllNow();
        }
        while (Time.FireNext(until));

        Time.TurnTo(until);
    }

    private void RunAllNow()
    {
        if (RunUntilIdle() == ManyTurns)
        {
            throw new InvalidOperationException($"More than {ManyTurns} turns at one moment: actors tell each other without end.");
        }
    }

    // Powers of two, so that short batches are as likely as long ones
    private int DrawBatch() => 1 << _random.Below(BitOperations.Log2(MessagesPerTurn) + 1);
}
