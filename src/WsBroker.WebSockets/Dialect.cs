using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Compression;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Handshake;
using WsBroker.WebSockets.Messages;

namespace WsBroker.WebSockets;

/// <summary>One version of the WebSocket protocol as a server speaks it: how clients ask for it, and how messages look.</summary>
/// <remarks>Stateless and thread-safe; made once and compared by reference.</remarks>
public abstract class Dialect
{
    /// <summary>What clients call it in Sec-WebSocket-Version; null if they don't name it.</summary>
    public abstract string? Version { get; }

    /// <summary>How many bytes behind a request's head still belong to the request.</summary>
    public virtual int TailLength => 0;

    /// <summary>Whether clients send nothing after their request, so that they answer no close either.</summary>
    public virtual bool IsOneWay => false;

    /// <summary>Whether clients answer pings.</summary>
    public virtual bool HasPongs => true;

    /// <summary>Whether client and server can agree on extensions.</summary>
    public virtual bool HasExtensions => true;

    /// <summary>The dialect whose messages look the same, so that their bytes can be shared; often this one.</summary>
    public virtual Dialect SharesMessagesWith => this;

    /// <summary>Whether a request is for this dialect, even if it is refused.</summary>
    public abstract bool Recognises(in RequestHead head);

    /// <summary>Reads a request.</summary>
    /// <param name="head">The head; what is kept of it is copied.</param>
    /// <param name="tail">The <see cref="TailLength"/> bytes behind it.</param>
    /// <param name="request">The request, if it keeps all rules.</param>
    /// <param name="refusal">The first rule that it breaks.</param>
    /// <returns>Whether it keeps all rules.</returns>
    public abstract bool TryRead(
        in RequestHead head,
        ReadOnlySpan<byte> tail,
        [NotNullWhen(true)] out UpgradeRequest? request,
        out UpgradeRefusal refusal);

    /// <summary>Writes the answer that ends the handshake; messages follow it.</summary>
    /// <param name="output">What is written to.</param>
    /// <param name="request">The request that is accepted.</param>
    /// <param name="isSecure">Whether the client's connection is encrypted.</param>
    /// <param name="subprotocol">The one that was chosen of those offered; null for none.</param>
    /// <param name="extensions">What was agreed on, as the header's value; null for none, and without extensions.</param>
    /// <param name="now">The time.</param>
    public abstract void WriteAccepted(
        IBufferWriter<byte> output, UpgradeRequest request, bool isSecure, string? subprotocol, string? extensions, DateTimeOffset now);

    /// <summary>Begins to read a client's messages.</summary>
    /// <param name="limits">What one message may cost.</param>
    /// <param name="inflation">
    /// How compressed messages are inflated; null if no compression was agreed on. Disposed of with the reader.
    /// </param>
    public abstract IMessageReader CreateReader(MessageLimits limits, Inflation? inflation);

    /// <summary>Writes a whole message; <paramref name="payload"/> is copied.</summary>
    /// <param name="output">What is written to.</param>
    /// <param name="isBinary">Whether it is binary; text is UTF-8.</param>
    /// <param name="payload">Its bytes.</param>
    public abstract void WriteMessage(IBufferWriter<byte> output, bool isBinary, ReadOnlySpan<byte> payload);

    /// <summary>Makes a whole message, a ping or a pong; <paramref name="payload"/> is copied.</summary>
    public abstract ReadOnlyMemory<byte> Frame(Opcode opcode, ReadOnlySpan<byte> payload);

    /// <summary>Makes the close frame, with as much of code and reason as it can bear.</summary>
    /// <param name="code">A code that may be sent, one that this client sent, or that for none.</param>
    /// <param name="reason">For humans; cut to what fits.</param>
    public abstract ReadOnlyMemory<byte> CloseFrame(CloseCode code, string reason);
}
