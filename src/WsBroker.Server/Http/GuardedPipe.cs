using System.IO.Pipelines;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Server.Http;

/// <summary>Both ways between a client and Kestrel: requests go through the <see cref="RequestGate"/>, and answers are not cut off.</summary>
/// <remarks>
/// Who is refused while the request is still on its way has to be heard for a little longer: to close upon bytes that nobody has
/// read resets the connection, and with it goes the answer, if the client, or a proxy before it, has not read that (RFC 9112 §9.6).
/// </remarks>
internal sealed class GuardedPipe : IDuplexPipe, IAsyncDisposable
{
    private static readonly TimeSpan _longestHearing = TimeSpan.FromSeconds(2);

    private readonly HeldOutput _output;

    /// <summary>Puts <paramref name="received"/> before what <paramref name="inner"/> still receives.</summary>
    /// <param name="inner">The connection.</param>
    /// <param name="limits">How large a head may be.</param>
    /// <param name="received">Not kept.</param>
    public GuardedPipe(IDuplexPipe inner, HeadLimits limits, ReadOnlySpan<byte> received)
    {
        Requests = new GuardedInput(inner.Input, limits, received);
        _output = new HeldOutput(inner.Output);
    }

    /// <summary>What the client sends.</summary>
    public GuardedInput Requests { get; }

    /// <inheritdoc/>
    public PipeReader Input => Requests.Reader;

    /// <inheritdoc/>
    public PipeWriter Output => _output;

    /// <summary>Ends the reading, hears out who is amid a request, and ends the answers.</summary>
    public async ValueTask DisposeAsync()
    {
        await Requests.DisposeAsync();
        await Requests.DrainAsync(_longestHearing);
        await _output.ReleaseAsync();
    }
}
