namespace WsBroker.Client.Connections;

/// <summary>Watches for a server that says nothing: pings it, and gives it up if that brings no sign of life.</summary>
internal sealed class Silence(WsBrokerClientOptions options, ReadGate gate)
{
    /// <summary>What a timer may be late by without a word of the server lying unread for it.</summary>
    private static readonly TimeSpan _usualLateness = TimeSpan.FromMilliseconds(500);

    /// <summary>For what came while this process stood still, or had no time, to be read.</summary>
    private static readonly TimeSpan _catchUp = TimeSpan.FromSeconds(1);

    private volatile bool _broken;

    /// <summary>Bytes have come. Any thread may call.</summary>
    public void Break() => _broken = true;

    /// <summary>Watches until the server counts as lost.</summary>
    /// <exception cref="OperationCanceledException">Asked to stop.</exception>
    public async Task<ConnectionEnd> WatchAsync(OutboundFrames outbound, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await IsBrokenWithinAsync(options.PingInterval, cancellationToken))
            {
                continue;
            }

            outbound.AddPing();
            if (!await IsBrokenWithinAsync(options.PongTimeout, cancellationToken))
            {
                return ConnectionEnd.Broken("the server did not answer a ping");
            }
        }
    }

    private async Task<bool> IsBrokenWithinAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        _broken = false;
        var begun = options.Time.GetTimestamp();
        await Task.Delay(time, options.Time, cancellationToken);
        if (!_broken && options.Time.GetElapsedTime(begun) - time > _usualLateness)
        {
            await Task.Delay(_catchUp, options.Time, cancellationToken);
        }

        // While we do not read, nothing can be heard
        return _broken || !gate.IsOpen;
    }
}
