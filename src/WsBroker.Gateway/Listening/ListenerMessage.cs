using System.Net.Sockets;
using WsBroker.Gateway.Admission;
using WsBroker.Gateway.Connections;
using WsBroker.Gateway.Transports;

namespace WsBroker.Gateway.Listening;

/// <summary>All that a <see cref="ListenerActor"/> can be told.</summary>
public abstract record ListenerMessage
{
    private ListenerMessage()
    {
    }

    /// <summary>A connection has come in.</summary>
    /// <param name="Transport">The connection.</param>
    /// <param name="Seat">Its seat, if it was given one before it came here.</param>
    public sealed record Accepted(ITransport Transport, Seat? Seat = null) : ListenerMessage;

    /// <summary>None could be accepted, for example because there are no file descriptors left.</summary>
    public sealed record AcceptFailed(SocketError Error) : ListenerMessage;

    /// <summary>The pause after a failure is over.</summary>
    public sealed record PauseOver : ListenerMessage;

    /// <summary>Accept nothing more, have all connections take leave at this pace, and end when they are gone.</summary>
    public sealed record Drain(Departures Departures) : ListenerMessage;

    /// <summary>There is no more time: close all connections now. Comes after <see cref="Drain"/>.</summary>
    public sealed record Hurry : ListenerMessage;

    /// <summary>It is time for the next connections to take leave.</summary>
    internal sealed record BatchDue : ListenerMessage;

    /// <summary>Pass a question on to all connections.</summary>
    internal sealed record Ask(ConnectionMessage.Ask Question) : ListenerMessage;

    /// <summary>A connection is gone.</summary>
    public sealed record ConnectionGone : ListenerMessage
    {
        /// <summary>The only instance.</summary>
        public static readonly ConnectionGone Instance = new();

        private ConnectionGone()
        {
        }
    }
}
