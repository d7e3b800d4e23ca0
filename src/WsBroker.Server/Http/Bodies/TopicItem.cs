using WsBroker.Broker.Topics;

namespace WsBroker.Server.Http.Bodies;

/// <summary>An active topic.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="Subscribers">Sessions of this node that get its publications, through filters too.</param>
/// <param name="Messages">Publications in its history.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Offset">The offset of its last publication.</param>
internal sealed record TopicItem(string Topic, int Subscribers, int Messages, string Epoch, long Offset)
{
    /// <summary>The item that a description makes.</summary>
    public static TopicItem Of(TopicDescription topic) =>
        new(topic.Topic.Text, topic.Subscribers, topic.Messages, topic.Position.Epoch, topic.Position.Offset);
}
