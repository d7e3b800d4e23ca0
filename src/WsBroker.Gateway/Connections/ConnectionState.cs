using WsBroker.Protocols;
using WsBroker.WebSockets.Messages;

namespace WsBroker.Gateway.Connections;

/// <summary>The life of a connection; each state holds just what is true while it lasts.</summary>
/// <remarks>
/// <code>
/// Handshaking ─► Open ─► Closing ─► Finishing ─► Lingering ─► Ended
///      │           └─────────────────►▲                         ▲
///      └──────────────(refused)───────┘       (from every state)┘
/// </code>
/// </remarks>
internal abstract class ConnectionState
{
    private ConnectionState()
    {
    }

    /// <summary>Lets go of what is held, when the connection ends in this state.</summary>
    public virtual void Release()
    {
    }

    /// <summary>The request is arriving.</summary>
    internal sealed class Handshaking(Arrival arrival) : ConnectionState
    {
        public Arrival Arrival => arrival;
    }

    /// <summary>Messages go both ways.</summary>
    internal sealed class Open(Conversation conversation) : ConnectionState
    {
        public Conversation Conversation => conversation;

        /// <summary>That of the conversation, here so that a delivery need not look there.</summary>
        public DeliveryRewriter? Rewriter { get; } = conversation.Rewriter;

        public override void Release()
        {
            conversation.Leave();
            conversation.Reader.Dispose();
        }
    }

    /// <summary>We have sent a close frame and wait for the client's.</summary>
    internal sealed class Closing(EndReason reason, IMessageReader reader) : ConnectionState
    {
        public EndReason Reason => reason;

        public IMessageReader Reader => reader;

        /// <summary>Reads what still comes, up to the client's close frame, or what is none.</summary>
        /// <returns>Whether it has come, or never will.</returns>
        public bool HasBeenAnswered(Span<byte> input)
        {
            if (reader.Dialect.IsOneWay)
            {
                return true;
            }

            IncomingKind kind;
            do
            {
                kind = reader.Read(ref input).Kind;
            }
            while (kind is not (IncomingKind.Close or IncomingKind.Violation or IncomingKind.NeedMoreData));
            return kind is not IncomingKind.NeedMoreData;
        }

        public override void Release() => reader.Dispose();
    }

    /// <summary>The last bytes are on their way; what the client still sends is thrown away.</summary>
    internal sealed class Finishing(EndReason reason) : ConnectionState
    {
        public EndReason Reason => reason;
    }

    /// <summary>We have ended our side and wait for the client to end its.</summary>
    internal sealed class Lingering(EndReason reason) : ConnectionState
    {
        public EndReason Reason => reason;
    }

    /// <summary>The transport is closed, or another's.</summary>
    internal sealed class Ended : ConnectionState
    {
        public static readonly Ended Instance = new();
    }
}
