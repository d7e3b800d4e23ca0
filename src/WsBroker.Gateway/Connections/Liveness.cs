namespace WsBroker.Gateway.Connections;

/// <summary>When a client was last heard of, and what that asks for.</summary>
/// <remarks>
/// Times are <see cref="TimeProvider"/> timestamps. Any byte from the client is a sign of life (RFC 6455 §5.5.3 asks for no more). A node that
/// looks late has had no time itself, or stood still, and what came meanwhile may lie unread: the deadline then begins anew, once.
/// </remarks>
internal struct Liveness()
{
    private const long Never = long.MinValue;

    // A tick of the wheel, and what a busy moment may add to it
    private static readonly TimeSpan _usualLateness = TimeSpan.FromMilliseconds(500);

    private long _heard;
    private long _pinged = Never;
    private long _messageBegun = Never;
    private bool _isPongGivenTime;
    private bool _isMessageGivenTime;

    /// <summary>Bytes have come.</summary>
    /// <param name="now">The timestamp.</param>
    /// <param name="isMidMessage">Whether they end inside a message.</param>
    /// <param name="endedMessage">Whether they ended a message: the one that is open now, if any, is another.</param>
    public void Hear(long now, bool isMidMessage, bool endedMessage)
    {
        _heard = now;
        _pinged = Never;
        if (!isMidMessage || endedMessage || _messageBegun == Never)
        {
            _messageBegun = isMidMessage ? now : Never;
            _isMessageGivenTime = false;
        }
    }

    /// <summary>The client has read some of what waited for it: it is there, though a ping may be far behind that still.</summary>
    /// <param name="now">The timestamp.</param>
    public void SeeReading(long now) => (_heard, _pinged) = (now, Never);

    /// <summary>The client does not answer pings, so that it can only be found gone when it is written to.</summary>
    public void AwaitNothing() => (_heard, _pinged) = (_pinged, Never);

    /// <summary>What a deadline that has passed asks for.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="options">The intervals.</param>
    /// <param name="next">When to ask again.</param>
    public LivenessVerdict Judge(TimeProvider time, ConnectionOptions options, out TimeSpan next)
    {
        var now = time.GetTimestamp();
        if (_messageBegun != Never && HasPassed(options.MessageTimeout, time, now, ref _messageBegun, ref _isMessageGivenTime))
        {
            next = default;
            return LivenessVerdict.MessageTimeout;
        }

        var verdict = JudgeSilence(time, now, options, out next);

        // A message that begins before the next look must not be overdue by more than its own timeout then
        next = next < options.CheckInterval ? next : options.CheckInterval;
        if (_messageBegun != Never)
        {
            var untilMessage = options.MessageTimeout - time.GetElapsedTime(_messageBegun, now);
            next = next < untilMessage ? next : untilMessage;
        }

        return verdict;
    }

    private LivenessVerdict JudgeSilence(TimeProvider time, long now, ConnectionOptions options, out TimeSpan next)
    {
        if (_pinged != Never)
        {
            var isLate = HasPassed(options.PongTimeout, time, now, ref _pinged, ref _isPongGivenTime);
            next = isLate ? default : options.PongTimeout - time.GetElapsedTime(_pinged, now);
            return isLate ? LivenessVerdict.PongTimeout : LivenessVerdict.Wait;
        }

        next = options.PingInterval - time.GetElapsedTime(_heard, now);
        if (next > TimeSpan.Zero)
        {
            return LivenessVerdict.Wait;
        }

        _pinged = now;
        _isPongGivenTime = false;
        next = options.PongTimeout;
        return LivenessVerdict.Ping;
    }

    private static bool HasPassed(TimeSpan timeout, TimeProvider time, long now, ref long since, ref bool isGivenTime)
    {
        var late = time.GetElapsedTime(since, now) - timeout;
        if (late > _usualLateness && !isGivenTime)
        {
            (since, isGivenTime) = (now, true);
            return false;
        }

        return late >= TimeSpan.Zero;
    }
}
