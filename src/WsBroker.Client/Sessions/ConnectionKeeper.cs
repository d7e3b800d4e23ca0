using System.Net.Sockets;
using System.Security.Authentication;
using WsBroker.Client.Connections;

namespace WsBroker.Client.Sessions;

/// <summary>Keeps a session connected: serves one connection after the other until it is stopped or refused.</summary>
/// <param name="address">Where the server is.</param>
/// <param name="options">How to connect.</param>
/// <param name="session">What is to be carried.</param>
/// <param name="tell">Told of each change, one at a time.</param>
internal sealed class ConnectionKeeper(
    Uri address, WsBrokerClientOptions options, ClientSession session, Action<ConnectionStateChangedEventArgs> tell)
    : IDisposable
{
    private readonly ReconnectPolicy _policy = new(options.Reconnect);
    private readonly TokenRenewal _renewal = new(options, session);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Connects once.</summary>
    /// <exception cref="WsBrokerException">The server cannot be reached, or refused.</exception>
    public async Task<Connection> ConnectAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.ConnectTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await OpenAsync(either.Token);
        }
        catch (OperationCanceledException cause) when (!cancellationToken.IsCancellationRequested)
        {
            throw CannotConnect($"no answer within {options.ConnectTimeout}", cause);
        }
        catch (Exception cause) when (cause is SocketException or IOException or AuthenticationException)
        {
            throw CannotConnect(cause.Message, cause);
        }
    }

    /// <summary>
    /// Serves this connection and the ones that follow it. Ends when stopped, or when the server refuses for good.
    /// </summary>
    public async Task KeepAsync(Connection connection)
    {
        try
        {
            for (var end = await ServeAsync(connection); end is not null; end = await ServeAsync(connection))
            {
                connection = await ReconnectAsync(end.Value.End, end.Value.ComeBackAfter ?? TimeSpan.Zero);
            }

            End(failure: null);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            End(failure: null);
        }
        catch (WsBrokerException refusal)
        {
            End(refusal);
        }
        catch (Exception failure)
        {
            End(failure);
            throw;
        }
    }

    /// <summary>Ends the connection or the tries to make one. <see cref="KeepAsync"/> ends soon after.</summary>
    public Task StopAsync() => _stopping.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task<Connection> OpenAsync(CancellationToken cancellationToken)
    {
        var token = options.Token is null ? null : await options.Token(cancellationToken);
        var connection = await Connection.OpenAsync(address, options, session.Gate, session.Receive, cancellationToken);
        try
        {
            connection.TokenEnds = await session.GreetAsync(connection, token, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private WsBrokerException CannotConnect(string reason, Exception cause) => new(
        ClientErrorCode.CannotConnect,
        canRetry: true,
        $"Cannot connect to {address.GetLeftPart(UriPartial.Path)}: {reason}",
        cause);

    // Null when stopped
    private async Task<(ConnectionEnd End, TimeSpan? ComeBackAfter)?> ServeAsync(Connection connection)
    {
        await using var ended = connection;
        var begun = options.Time.GetTimestamp();
        session.Attach(connection);
        options.Logger.Connected(address.Authority);
        tell(new ConnectionStateChangedEventArgs(ConnectionState.Connected, reason: null, retryIn: null));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        var renewing = _renewal.RunAsync(connection.TokenEnds, ending.Token);
        try
        {
            var end = await connection.Completion.WaitAsync(_stopping.Token);
            var comeBackAfter = session.Detach(end);

            // Who leaves because it was asked to has not failed, however short its stay was
            if (comeBackAfter is not null || options.Time.GetElapsedTime(begun) >= options.Reconnect.MaxDelay)
            {
                _policy.Reset();
            }

            return (end, comeBackAfter);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            await connection.CloseAsync();
            return null;
        }
        finally
        {
            await ending.CancelAsync();
            await renewing;
        }
    }

    private async Task<Connection> ReconnectAsync(ConnectionEnd end, TimeSpan comeBackAfter)
    {
        if (end.IsFinal)
        {
            throw new WsBrokerException(ClientErrorCode.ClosedByServer, canRetry: false, end.Reason);
        }

        for (var reason = end.Reason; ;)
        {
            await PauseAsync(reason, comeBackAfter);
            try
            {
                return await ConnectAsync(_stopping.Token);
            }
            catch (WsBrokerException failure) when (failure.CanRetry)
            {
                (reason, comeBackAfter) = (failure.Message, failure.RetryAfter);
            }
        }
    }

    private Task PauseAsync(string reason, TimeSpan atLeast)
    {
        var pause = _policy.Next(atLeast);
        options.Logger.Disconnected(address.Authority, reason, pause);
        tell(new ConnectionStateChangedEventArgs(ConnectionState.Reconnecting, reason, pause));
        return Task.Delay(pause, options.Time, _stopping.Token);
    }

    private void End(Exception? failure)
    {
        session.End(failure);
        tell(new ConnectionStateChangedEventArgs(ConnectionState.Closed, failure?.Message, retryIn: null));
    }
}
