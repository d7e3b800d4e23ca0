using WsBroker.TestKit.Faults;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>Counts what goes through a <see cref="FaultProxy"/> of requests to hear a channel, and of their answers.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SubscribeRequests
{
    private readonly Lock _gate = new();
    private int _asked;
    private int _answered;
    private int _mostOpen;

    /// <summary>How many were answered.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>How many there were at most of which the answer had not come.</summary>
    public int MostOpen => Volatile.Read(ref _mostOpen);

    /// <summary>Counts from none.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            (_asked, _answered, _mostOpen) = (0, 0, 0);
        }
    }

    /// <summary>For one connection.</summary>
    public IWiretap Tap() => new OneConnection(this);

    private void Note(int asked, int answered)
    {
        lock (_gate)
        {
            _asked += asked;
            _answered += answered;
            _mostOpen = Math.Max(_mostOpen, _asked - _answered);
        }
    }

    private sealed class OneConnection(SubscribeRequests requests) : IWiretap
    {
        private readonly WordCount _asked = new("\nSUBSCRIBE\r"u8.ToArray());
        private readonly WordCount _answered = new("\nsubscribe\r"u8.ToArray());

        public Fault OnWayIn(ReadOnlySpan<byte> piece)
        {
            requests.Note(_asked.In(piece), answered: 0);
            return Fault.None;
        }

        public Fault OnWayOut(ReadOnlySpan<byte> piece)
        {
            requests.Note(asked: 0, _answered.In(piece));
            return Fault.None;
        }
    }
}
