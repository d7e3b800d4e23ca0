using System.Buffers;
using WsBroker.WebSockets.Handshake;
using WsBroker.WebSockets.Requests;

namespace WsBroker.Server.Http;

/// <summary>Where requests pass on their way to Kestrel, if it is beyond doubt where each begins and ends.</summary>
/// <remarks>
/// Kestrel forgives what a proxy in front of it may read in another way: bare line feeds, signs in Content-Length,
/// transfer codings that it does not know, a body announced twice, control characters in chunk extensions. In place of what
/// must not pass it gets a byte that no grammar allows, so that it answers 400 when it has answered the requests before,
/// and closes. Not thread-safe.
/// </remarks>
/// <param name="output">Takes what passes; flushed by its owner.</param>
/// <param name="limits">How large heads may be.</param>
internal sealed class RequestGate(IBufferWriter<byte> output, HeadLimits limits)
{
    private readonly RequestFraming _framing = new(limits);
    private readonly ArrayBufferWriter<byte> _held = new();
    private bool _isShut;

    private static ReadOnlySpan<byte> Spoiled => "\0\r\n\r\n"u8;

    /// <summary>Takes what has arrived; of it passes all but an unfinished head or line, which waits for its rest.</summary>
    public void Pass(ReadOnlySpan<byte> arrived)
    {
        if (_isShut)
        {
            return;
        }

        if (_held.WrittenCount == 0)
        {
            _held.Write(PassWhole(arrived));
            return;
        }

        _held.Write(arrived);
        var rest = PassWhole(_held.WrittenSpan);
        _held.ResetWrittenCount();
        _held.Write(rest);
    }

    /// <summary>Lets through what has arrived, and what waits: requests are at an end.</summary>
    public void PassAll(ReadOnlySpan<byte> arrived)
    {
        if (!_isShut)
        {
            output.Write(_held.WrittenSpan);
            output.Write(arrived);
            _held.ResetWrittenCount();
        }
    }

    private ReadOnlySpan<byte> PassWhole(ReadOnlySpan<byte> received)
    {
        while (true)
        {
            var status = _framing.Read(received, out var length, out var refusal);
            switch (status)
            {
                case OperationStatus.Done:
                    output.Write(received[..length]);
                    received = received[length..];
                    break;
                case OperationStatus.NeedMoreData:
                    return received;
                default:
                    Shut(received, refusal);
                    return [];
            }
        }
    }

    // Kestrel finds a head too long by itself, and has more fitting words for it
    private void Shut(ReadOnlySpan<byte> received, UpgradeRefusal refusal)
    {
        _isShut = true;
        if (refusal is UpgradeRefusal.RequestLineTooLong or UpgradeRefusal.TooManyHeaderLines or UpgradeRefusal.HeadTooLong)
        {
            output.Write(received);
        }

        output.Write(Spoiled);
    }
}
