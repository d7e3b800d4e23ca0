using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using WsBroker.Gateway.Admission;
using WsBroker.Server.Http;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Server.Hosting;

/// <summary>A connection of which some bytes have been read already: they come first, then the rest.</summary>
/// <remarks>All of them go through the <see cref="RequestGate"/>.</remarks>
internal sealed class HandedOverConnection : WrappedConnection
{
    private readonly ConnectionContext _inner;
    private readonly Seat _seat;
    private readonly GuardedInput _input;

    /// <summary>Puts <paramref name="received"/> before what <paramref name="inner"/> still receives, and leaves the seat in the end.</summary>
    public HandedOverConnection(ConnectionContext inner, Seat seat, HeadLimits limits, ReadOnlySpan<byte> received)
        : base(inner)
    {
        _inner = inner;
        _seat = seat;
        _input = new GuardedInput(inner.Transport.Input, limits, received);
        Transport = new DuplexPipe(_input.Reader, inner.Transport.Output);
        Features.Set(_input);
    }

    /// <inheritdoc/>
    public override IDuplexPipe Transport { get; set; }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _input.DisposeAsync();
        await _inner.DisposeAsync();
        _seat.Dispose();
        await base.DisposeAsync();
    }
}
