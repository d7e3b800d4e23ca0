using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Publications;

/// <summary>One message of a topic, in its place in the topic's order. Immutable.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Epoch">Which life of the topic it belongs to.</param>
/// <param name="Offset">1, 2, 3… within the topic's epoch; below 2^53, so that JavaScript can count it.</param>
/// <param name="At">When the topic took it, in milliseconds since 1970-01-01 UTC.</param>
/// <param name="Content">What was handed in.</param>
/// <param name="Publisher">Who handed it in.</param>
public sealed record Publication(TopicName Topic, string Epoch, long Offset, long At, Content Content, Publisher Publisher);
