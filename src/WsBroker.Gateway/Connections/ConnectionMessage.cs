using WsBroker.Actors;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Questions;

namespace WsBroker.Gateway.Connections;

/// <summary>What a connection is told besides the broker's events: news of its transport and of time, and orders.</summary>
public abstract record ConnectionMessage : SessionMessage
{
    private ConnectionMessage()
    {
    }

    /// <summary>There are bytes to receive, or the peer has ended its side.</summary>
    public sealed record Readable : ConnectionMessage
    {
        /// <summary>The only instance.</summary>
        public static readonly Readable Instance = new();

        private Readable()
        {
        }
    }

    /// <summary>What waited to be sent has been sent.</summary>
    public sealed record Sent : ConnectionMessage
    {
        /// <summary>The only instance.</summary>
        public static readonly Sent Instance = new();

        private Sent()
        {
        }
    }

    /// <summary>What was left to the transport a while ago should have been sent by now.</summary>
    public sealed record SendDue : ConnectionMessage
    {
        /// <summary>The only instance.</summary>
        public static readonly SendDue Instance = new();

        private SendDue()
        {
        }
    }

    /// <summary>Nothing can be sent any more.</summary>
    public sealed record Broken : ConnectionMessage
    {
        /// <summary>The only instance.</summary>
        public static readonly Broken Instance = new();

        private Broken()
        {
        }
    }

    /// <summary>Close the connection, telling the client why.</summary>
    public sealed record Disconnect(EndReason Reason) : ConnectionMessage;

    /// <summary>The server is to end: tell the client, finish what it has asked for, and close the connection.</summary>
    /// <param name="ComeBackAfter">When the client should connect again.</param>
    public sealed record TakeLeave(TimeSpan ComeBackAfter) : ConnectionMessage;

    /// <summary>A question of a back end, answered in any case.</summary>
    internal sealed record Ask(ConnectionQuestion Question, ActorRef<GatheringMessage> ReplyTo) : ConnectionMessage
    {
        /// <summary>Answers for a connection that is not open, or is gone.</summary>
        /// <returns>What was given.</returns>
        public TState Pass<TState>(TState now)
        {
            ReplyTo.Tell(GatheringMessage.Answered.Nothing);
            return now;
        }
    }

    /// <summary>A deadline has passed: the one that was set when the connection's count of deadlines stood here.</summary>
    public sealed record DeadlinePassed : ConnectionMessage
    {
        private static readonly DeadlinePassed[] _all =
            [.. Enumerable.Range(0, byte.MaxValue + 1).Select(generation => new DeadlinePassed((byte)generation))];

        private DeadlinePassed(byte generation) => Generation = generation;

        /// <summary>Tells a deadline of a state that is over from the one that counts.</summary>
        public byte Generation { get; }

        /// <summary>The message of this generation; there is one of each for all connections.</summary>
        public static DeadlinePassed Of(byte generation) => _all[generation];
    }
}
