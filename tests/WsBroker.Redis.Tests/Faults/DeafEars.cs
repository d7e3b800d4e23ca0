using WsBroker.TestKit.Faults;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>Has a <see cref="FaultProxy"/> swallow all that comes on connections that have subscribed to something, while all others go on.</summary>
internal sealed class DeafEars
{
    private int _connections;
    private int _deafUpTo;

    /// <summary>From now on nothing is heard on the connections that there are.</summary>
    public void Deafen() => Volatile.Write(ref _deafUpTo, Volatile.Read(ref _connections));

    /// <summary>For one connection.</summary>
    public IWiretap Tap() => new OneConnection(this, Interlocked.Increment(ref _connections));

    private sealed class OneConnection(DeafEars ears, int number) : IWiretap
    {
        private volatile bool _hasSubscribed;

        public Fault OnWayIn(ReadOnlySpan<byte> piece)
        {
            _hasSubscribed |= piece.IndexOf("SUBSCRIBE"u8) >= 0;
            return Fault.None;
        }

        public Fault OnWayOut(ReadOnlySpan<byte> piece) =>
            _hasSubscribed && number <= Volatile.Read(ref ears._deafUpTo) ? Fault.Blackhole : Fault.None;
    }
}
