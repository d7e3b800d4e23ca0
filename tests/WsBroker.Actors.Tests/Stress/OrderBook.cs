namespace WsBroker.Actors.Tests.Stress;

/// <summary>
/// Checks the order of each sender and that no two turns overlap; without any lock, as turns need none.
/// </summary>
internal sealed class OrderBook(int senders, int total)
{
    private readonly int[] _next = new int[senders];
    private int _received;
    private int _inside;

    public TaskCompletionSource Complete { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int OutOfOrder { get; private set; }

    public int Overlaps { get; private set; }

    public void Receive(Numbered message)
    {
        if (Interlocked.Exchange(ref _inside, 1) != 0)
        {
            Overlaps++;
        }

        if (_next[message.Sender]++ != message.Number)
        {
            OutOfOrder++;
        }

        Volatile.Write(ref _inside, 0);
        if (++_received == total)
        {
            Complete.SetResult();
        }
    }
}
