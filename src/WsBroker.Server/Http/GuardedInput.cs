using System.IO.Pipelines;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Server.Http;

/// <summary>What a client sends, behind the <see cref="RequestGate"/>.</summary>
/// <remarks>One more copy of what plain HTTP clients send, which are requests of a few hundred bytes.</remarks>
internal sealed class GuardedInput : IAsyncDisposable
{
    private readonly PipeReader _source;
    private readonly Pipe _pipe = new(new PipeOptions(useSynchronizationContext: false));
    private readonly RequestGate _gate;
    private readonly Task _pumping;
    private volatile Passage _passage = Passage.Requests;
    private volatile bool _isSilent;

    /// <summary>Puts <paramref name="received"/> before what <paramref name="source"/> still receives.</summary>
    /// <param name="source">Not completed by this.</param>
    /// <param name="limits">How large a head may be.</param>
    /// <param name="received">Not kept.</param>
    public GuardedInput(PipeReader source, HeadLimits limits, ReadOnlySpan<byte> received)
    {
        _source = source;
        _gate = new RequestGate(_pipe.Writer, limits);
        _gate.Pass(received);
        _pumping = PumpAsync();
    }

    /// <summary>What passes the gate.</summary>
    public PipeReader Reader => _pipe.Reader;

    /// <summary>
    /// What the client sends from now on is no request: the one before became a WebSocket. Said before the client is told,
    /// and thread-safe.
    /// </summary>
    public void OpenGate() => _passage = Passage.Everything;

    /// <summary>
    /// Throws away what still comes of a body that has been refused, until nothing comes for <paramref name="silence"/>. To close upon bytes
    /// that nobody has read resets the connection, and who is still writing loses the answer (RFC 9112 §9.6). Said after the answer; thread-safe.
    /// </summary>
    /// <param name="silence">How long the client says nothing when it has ended.</param>
    /// <param name="most">How many times as long it may go on in all.</param>
    /// <param name="clock">Tells how long it is silent.</param>
    public async Task HearOutAsync(TimeSpan silence, int most, TimeProvider clock)
    {
        _passage = Passage.Nothing;
        _pipe.Writer.CancelPendingFlush();
        do
        {
            _isSilent = true;
            await _pumping.WaitAsync(silence, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!_isSilent && --most > 0);
    }

    /// <summary>Ends the reading and waits until nothing of the source is in use.</summary>
    public async ValueTask DisposeAsync()
    {
        _source.CancelPendingRead();
        await _pipe.Reader.CompleteAsync();
        await _pumping;
    }

    private void Pass(ReadOnlySpan<byte> arrived)
    {
        switch (_passage)
        {
            case Passage.Requests:
                _gate.Pass(arrived);
                break;
            case Passage.Everything:
                _gate.PassAll(arrived);
                break;
            default:
                _isSilent = false;
                break;
        }
    }

    private async Task PumpAsync()
    {
        Exception? end = null;
        try
        {
            var flushed = await _pipe.Writer.FlushAsync();
            while (!flushed.IsCompleted)
            {
                var read = await _source.ReadAsync();
                foreach (var part in read.Buffer)
                {
                    Pass(part.Span);
                }

                _source.AdvanceTo(read.Buffer.End);
                flushed = _passage is Passage.Nothing ? default : await _pipe.Writer.FlushAsync();
                if (read.IsCanceled || read.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException)
        {
            end = broken;
        }

        await _pipe.Writer.CompleteAsync(end);
    }
}
