namespace WsBroker.Actors.Kernel;

/// <summary>
/// The deadlines of one slot of a wheel: those of its next tick and of later revolutions, in the order of arming.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal struct WheelSlot<TMessage>
{
    private const int SmallestLength = 4;

    private Deadline<TMessage>[]? _deadlines;
    private int _count;

    public void Add(Deadline<TMessage> deadline)
    {
        _deadlines ??= new Deadline<TMessage>[SmallestLength];
        if (_count == _deadlines.Length)
        {
            // By half: with 100 000 connections the room to grow is what costs
            Array.Resize(ref _deadlines, _count + (_count / 2));
        }

        _deadlines[_count++] = deadline;
    }

    /// <summary>
    /// Moves what is due at tick <paramref name="now"/> to <paramref name="due"/>, and gives back memory no longer
    /// needed.
    /// </summary>
    public void TakeDue(long now, List<Deadline<TMessage>> due)
    {
        if (_deadlines is not { } deadlines)
        {
            return;
        }

        var kept = 0;
        foreach (var deadline in deadlines.AsSpan(0, _count))
        {
            if (deadline.Due <= now)
            {
                due.Add(deadline);
            }
            else
            {
                deadlines[kept++] = deadline;
            }
        }

        Array.Clear(deadlines, kept, _count - kept);
        _count = kept;
        Shrink(deadlines);
    }

    private void Shrink(Deadline<TMessage>[] deadlines)
    {
        if (_count == 0)
        {
            _deadlines = null;
        }
        else if (_count < deadlines.Length / 4)
        {
            Array.Resize(ref _deadlines, Math.Max(SmallestLength, _count * 2));
        }
    }
}
