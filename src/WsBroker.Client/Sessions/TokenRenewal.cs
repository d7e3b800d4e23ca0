using WsBroker.Client.Messages;

namespace WsBroker.Client.Sessions;

/// <summary>Has the server take a new token before the one of a connection ends.</summary>
/// <remarks>If that fails until the end, the server closes the connection, and the next one begins with a new token.</remarks>
/// <param name="options">Who gives tokens.</param>
/// <param name="session">Whose connection it is.</param>
internal sealed class TokenRenewal(WsBrokerClientOptions options, ClientSession session)
{
    /// <summary>The part of what is left of a token's life after which another is asked for.</summary>
    private const double Part = 0.8;

    // Clocks may differ, and issuers may give what has ended already: neither is asked in a circle
    private static readonly TimeSpan _shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _longest = TimeSpan.FromDays(1);

    /// <summary>Renews the token of a connection as often as it is needed.</summary>
    /// <param name="ends">When it ends; null if there is none, or it does not.</param>
    /// <param name="connectionEnded">The connection is gone.</param>
    public async Task RunAsync(DateTimeOffset? ends, CancellationToken connectionEnded)
    {
        try
        {
            while (options.Token is { } provider && ends is { } end)
            {
                await Task.Delay(PauseBefore(end), options.Time, connectionEnded);
                ends = await RenewAsync(provider, end, connectionEnded);
            }
        }
        catch (OperationCanceledException) when (connectionEnded.IsCancellationRequested)
        {
            // The next connection has a token of its own
        }
    }

    private TimeSpan PauseBefore(DateTimeOffset end)
    {
        var pause = (end - options.Time.GetUtcNow()) * Part;
        return pause < _shortest ? _shortest : pause > _longest ? _longest : pause;
    }

    // What is thrown by the user's code must not end the client: it is asked once more
    private async Task<DateTimeOffset?> RenewAsync(
        Func<CancellationToken, ValueTask<string?>> provider, DateTimeOffset end, CancellationToken connectionEnded)
    {
        try
        {
            return await provider(connectionEnded) is { } token ? await SendAsync(token, connectionEnded) : null;
        }
        catch (Exception failure) when (!connectionEnded.IsCancellationRequested)
        {
            options.Logger.TokenNotRenewed(failure.Message, end);
            return end;
        }
    }

    private async Task<DateTimeOffset?> SendAsync(string token, CancellationToken connectionEnded)
    {
        var request = session.Ask(id => CommandWriter.Refresh(id, token));
        try
        {
            return ((ServerEvent.Refreshed)await request.Answered.WaitAsync(connectionEnded)).TokenEnds;
        }
        finally
        {
            // It is for this connection, and not to be sent over the next
            session.Forget(request);
        }
    }
}
