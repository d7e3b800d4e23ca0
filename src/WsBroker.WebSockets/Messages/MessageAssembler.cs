using System.Buffers;
using System.Text.Unicode;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Compression;
using WsBroker.WebSockets.Framing;

namespace WsBroker.WebSockets.Messages;

/// <summary>Makes messages, pings, pongs and the close out of the bytes of one peer (RFC 6455 §5 to §8).</summary>
/// <remarks>
/// <para>Belongs to one connection and so to one thread at a time. A frame that lies whole in the caller's buffer, as
/// nearly all do, is handed out from there: nothing is copied, nothing allocated.</para>
/// <para>Call <see cref="Read"/> until it answers <see cref="IncomingKind.NeedMoreData"/>; from then on the caller's
/// buffer may be reused, and no rented memory is held for messages that were handed out.</para>
/// </remarks>
/// <param name="role">Which side we are.</param>
/// <param name="limits">What one message may cost.</param>
/// <param name="inflation">
/// How compressed messages are inflated (RFC 7692); null if no compression was agreed on. Disposed of with this.
/// </param>
public sealed class MessageAssembler(PeerRole role, MessageLimits limits, Inflation? inflation = null) : IMessageReader
{
    private static readonly ProtocolViolation _notUtf8 = new(CloseCode.InvalidPayload, ViolationReason.TextNotUtf8);

    private static readonly ProtocolViolation _compressionNotAgreed =
        new(CloseCode.ProtocolError, ViolationReason.CompressionNotAgreed);

    private static readonly ProtocolViolation _compressionBitMisplaced =
        new(CloseCode.ProtocolError, ViolationReason.CompressionBitMisplaced);

    private MessageLimits _limits = limits;
    private UnfinishedInput? _unfinished;
    private bool _ended;

    /// <inheritdoc/>
    public Dialect Dialect => Rfc6455Dialect.Instance;

    /// <summary>Whether a frame or a message has begun to arrive whose rest is awaited.</summary>
    public bool IsMidMessage => _unfinished is { IsSettled: false };

    /// <inheritdoc/>
    public void SetLimits(MessageLimits newLimits) => _limits = newLimits;

    /// <summary>Takes bytes from the front of <paramref name="input"/> up to the first whole thing.</summary>
    /// <param name="input">
    /// What has arrived; unmasked where it lies, and moved to the first byte that was not taken. After a close frame
    /// or a violation everything is taken and nothing comes of it.
    /// </param>
    /// <returns>What was found; its payload is valid until the next call.</returns>
    public Incoming Read(ref Span<byte> input)
    {
        if (_unfinished is { IsSettled: true })
        {
            Release();
        }

        if (_unfinished is null
            && FrameReader.TryReadHeader(input, role, out var header, out var headerLength, out _)
                is OperationStatus.Done
            && header.PayloadLength <= input.Length - headerLength
            && IsWhole(header)
            && !_ended)
        {
            return TakeFrame(ref input, header, headerLength);
        }

        return _ended ? Ignore(ref input) : ReadInParts(ref input);
    }

    /// <summary>Gives back what is held of an unfinished message; nothing more can be read.</summary>
    public void Dispose() => End();

    // A frame that needs no other frame; what breaks a rule takes the longer way, where the rule is named
    private bool IsWhole(in FrameHeader header) =>
        header.Fin
        && !header.Rsv1
        && header.Opcode is not Opcode.Continuation
        && header.PayloadLength <= _limits.MaxMessageBytes;

    private Incoming TakeFrame(scoped ref Span<byte> input, scoped in FrameHeader header, int headerLength)
    {
        var payload = input.Slice(headerLength, (int)header.PayloadLength);
        input = input[(headerLength + payload.Length)..];
        if (header.Masked)
        {
            Masking.Apply(payload, header.MaskingKey);
        }

        if (header.IsControl)
        {
            return Control(ref input, header.Opcode, payload);
        }

        if (header.Opcode is Opcode.Binary)
        {
            return Message(MessageKind.Binary, payload);
        }

        return Utf8.IsValid(payload) ? Message(MessageKind.Text, payload) : Refuse(ref input, _notUtf8);
    }

    private Incoming ReadInParts(scoped ref Span<byte> input)
    {
        while (!input.IsEmpty)
        {
            var unfinished = _unfinished ??= new UnfinishedInput();
            if (!unfinished.Frame.IsOpen)
            {
                var status = BeginFrame(unfinished, ref input, out var violation);
                if (status is not OperationStatus.Done)
                {
                    return status is OperationStatus.InvalidData ? Refuse(ref input, violation) : default;
                }
            }

            var incoming = unfinished.Frame.Header.IsControl
                ? TakeControl(unfinished, ref input)
                : TakeData(unfinished, ref input);
            if (incoming.Kind is not IncomingKind.NeedMoreData)
            {
                return incoming;
            }
        }

        return default;
    }

    private OperationStatus BeginFrame(
        UnfinishedInput unfinished, scoped ref Span<byte> input, out ProtocolViolation violation)
    {
        var status = unfinished.Header.TryRead(ref input, role, out var header, out violation);
        if (status is not OperationStatus.Done)
        {
            return status;
        }

        if (header.Rsv1 && !MayBeCompressed(header))
        {
            violation = inflation is null ? _compressionNotAgreed : _compressionBitMisplaced;
        }
        else if (!header.IsControl)
        {
            violation = unfinished.Message.AddFrame(header, _limits, inflation);
        }

        unfinished.Frame.Begin(header);
        return violation.Reason is ViolationReason.None ? OperationStatus.Done : OperationStatus.InvalidData;
    }

    private bool MayBeCompressed(in FrameHeader header) =>
        inflation is not null
        && (header.Opcode is Opcode.Text or Opcode.Binary || (header.Opcode is Opcode.Continuation && inflation.IsPerFrame));

    private Incoming TakeControl(UnfinishedInput unfinished, scoped ref Span<byte> input)
    {
        ref var frame = ref unfinished.Frame;
        var payload = frame.KeepControl(frame.Take(ref input));
        if (!frame.IsWhole)
        {
            return default;
        }

        frame.End();
        return Control(ref input, frame.Header.Opcode, payload);
    }

    private Incoming TakeData(UnfinishedInput unfinished, scoped ref Span<byte> input)
    {
        ref var frame = ref unfinished.Frame;
        ref var message = ref unfinished.Message;
        var violation = message.Append(frame.Take(ref input), _limits);
        if (violation.Reason is not ViolationReason.None)
        {
            return Refuse(ref input, violation);
        }

        if (!frame.IsWhole)
        {
            return default;
        }

        frame.End();
        violation = message.EndFrame();
        if (violation.Reason is not ViolationReason.None)
        {
            return Refuse(ref input, violation);
        }

        return frame.Header.Fin ? EndMessage(ref message, ref input) : default;
    }

    private Incoming EndMessage(ref PartialMessage message, scoped ref Span<byte> input)
    {
        var violation = message.End();
        return violation.Reason is ViolationReason.None
            ? Message(message.Kind, message.Bytes, message.CompressedBytes)
            : Refuse(ref input, violation);
    }

    private Incoming Control(scoped ref Span<byte> input, Opcode opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode is Opcode.Close)
        {
            return Close(ref input, payload);
        }

        var kind = opcode is Opcode.Ping ? IncomingKind.Ping : IncomingKind.Pong;
        return new Incoming { Kind = kind, Payload = payload };
    }

    private Incoming Close(scoped ref Span<byte> input, ReadOnlySpan<byte> payload)
    {
        if (!CloseFrameReader.TryRead(payload, out var code, out var violation))
        {
            return Refuse(ref input, violation, code);
        }

        End();
        input = [];
        var reason = payload.IsEmpty ? payload : payload[sizeof(ushort)..];
        return new Incoming { Kind = IncomingKind.Close, CloseCode = code, Payload = reason };
    }

    private Incoming Refuse(scoped ref Span<byte> input, ProtocolViolation violation, CloseCode code = default)
    {
        End();
        input = [];
        return new Incoming { Kind = IncomingKind.Violation, Violation = violation, CloseCode = code };
    }

    private static Incoming Ignore(scoped ref Span<byte> input)
    {
        input = [];
        return default;
    }

    private static Incoming Message(MessageKind kind, ReadOnlySpan<byte> payload, int? compressedBytes = null) =>
        new()
        {
            Kind = IncomingKind.Message,
            MessageKind = kind,
            Payload = payload,
            CompressedBytes = compressedBytes,
        };

    private void End()
    {
        Release();
        inflation?.Dispose();
        _ended = true;
    }

    private void Release()
    {
        _unfinished?.Message.Release();
        _unfinished = null;
    }
}
