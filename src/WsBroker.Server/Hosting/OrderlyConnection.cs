using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace WsBroker.Server.Hosting;

/// <summary>A connection of HTTP/1 that ends in order: no further request first, and then no connection.</summary>
/// <remarks>
/// Kestrel leaves the rest of a body unread when the connection ends before the request does, and goes on to the next request: the rest
/// of that body, which a proxy in front has never seen as a request, or a pipe that is still being read. What is told twice here it does not.
/// </remarks>
internal sealed class OrderlyConnection : WrappedConnection
{
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationTokenRegistration _ending;

    private OrderlyConnection(ConnectionContext inner)
        : base(inner)
    {
        ConnectionClosed = _closed.Token;
        _ending = inner.ConnectionClosed.UnsafeRegister(static one => ((OrderlyConnection)one!).End(), this);
    }

    /// <inheritdoc/>
    public override CancellationToken ConnectionClosed { get; set; }

    /// <summary>Serves it.</summary>
    /// <param name="connection">The connection, which Kestrel knows already.</param>
    /// <param name="http">Serves its requests.</param>
    public static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate http)
    {
        await using var orderly = new OrderlyConnection(connection);
        await http(orderly);
    }

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        EndRequests();
        base.Abort(abortReason);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _ending.DisposeAsync();
        _closed.Dispose();
        await base.DisposeAsync();
    }

    private void End()
    {
        EndRequests();
        _closed.Cancel();
    }

    private void EndRequests() => Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().RequestClose();
}
