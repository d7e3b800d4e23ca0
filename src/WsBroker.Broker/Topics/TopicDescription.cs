namespace WsBroker.Broker.Topics;

/// <summary>What goes on in a topic at one moment.</summary>
/// <param name="Topic">Which topic.</param>
/// <param name="Subscribers">Sessions that get its publications, through filters too.</param>
/// <param name="Messages">Publications in its history.</param>
/// <param name="Position">Where its order stands.</param>
public sealed record TopicDescription(TopicName Topic, int Subscribers, int Messages, TopicPosition Position);
