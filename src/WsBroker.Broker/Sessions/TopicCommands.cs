using System.Diagnostics;
using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Sessions;

/// <summary>The commands that are one message to one topic.</summary>
internal static class TopicCommands
{
    /// <summary>The message.</summary>
    /// <param name="command">To publish, or to read the history or who is there.</param>
    /// <param name="client">Whose command it is.</param>
    /// <param name="owner">Gets the topic's answer.</param>
    /// <returns>Null if the topic is one of the broker's own, which is not for this client.</returns>
    public static TopicMessage? ToMessage(this Command command, Participant client, ActorRef<SessionMessage> owner) => command switch
    {
        Command.Publish order => order.Topic.IsSystem ? null : new TopicMessage.Publish(order.Topic, order.Content, client, owner, order.Request),
        Command.ReadHistory order => client.IsBarredFrom(order.Topic.Text)
            ? null
            : new TopicMessage.ReadHistory(order.Topic, order.Part, client, owner, order.Request),
        Command.ReadPresence order => client.IsBarredFrom(order.Topic.Text)
            ? null
            : new TopicMessage.ReadPresence(order.Topic, client, owner, order.Request),
        _ => throw new UnreachableException(command.GetType().Name),
    };
}
