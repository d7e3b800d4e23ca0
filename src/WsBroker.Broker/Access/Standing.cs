using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Access;

/// <summary>What a session has proved of its client, and until when; each state holds just what is true while it lasts.</summary>
/// <remarks>
/// <code>
/// Awaited ─► Identified ─► Expired
///             ▲  ▲────────────┘
/// Anonymous ──┘  │
///     ▲────── Outside
/// </code>
/// </remarks>
internal abstract record Standing
{
    private Standing()
    {
    }

    /// <summary>When this state ends by itself; null if it does not.</summary>
    public virtual DateTimeOffset? Deadline => null;

    /// <summary>Who the client is, as far as it has proved that.</summary>
    public virtual Identity? Identity => null;

    /// <summary>Whether the client has to do something in time, and costs little until it has.</summary>
    public virtual bool IsAwaited => false;

    /// <summary>Why a command may not be done now, or null if it may.</summary>
    public virtual ErrorCode? Refuse(Command command) => null;

    /// <summary>Nobody has to prove anything, and this client has not.</summary>
    internal sealed record Anonymous : Standing
    {
        /// <summary>The only instance.</summary>
        public static readonly Anonymous Instance = new();

        private Anonymous()
        {
        }
    }

    /// <summary>The client has to prove who it is until then, and may do nothing else.</summary>
    internal sealed record Awaited(DateTimeOffset Until) : Standing
    {
        public override DateTimeOffset? Deadline => Until;

        public override bool IsAwaited => true;

        public override ErrorCode? Refuse(Command command) => command is Command.Connect ? null : ErrorCode.NotConnected;
    }

    /// <summary>A back end has to let the client in until then, which is asked to with the first command that needs it.</summary>
    internal sealed record Outside(DateTimeOffset Until) : Standing
    {
        public override DateTimeOffset? Deadline => Until;

        public override bool IsAwaited => true;
    }

    /// <summary>The client has proved who it is.</summary>
    internal sealed record Identified(Identity Who) : Standing
    {
        public override DateTimeOffset? Deadline => Who.ExpiresAt;

        public override Identity? Identity => Who;
    }

    /// <summary>The proof has expired: nothing is delivered, and the client may bring another until then.</summary>
    internal sealed record Expired(Identity Who, DateTimeOffset Until) : Standing
    {
        public override DateTimeOffset? Deadline => Until;

        public override Identity? Identity => Who;

        public override ErrorCode? Refuse(Command command) => command is Command.Refresh ? null : ErrorCode.TokenExpired;
    }
}
