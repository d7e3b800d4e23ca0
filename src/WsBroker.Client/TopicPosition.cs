namespace WsBroker.Client;

/// <summary>
/// A place in a topic's order: a subscription recovers from it, and an acknowledged publication has it.
/// </summary>
/// <param name="Epoch">
/// Names the order that the offset counts in; another epoch means that the topic began anew.
/// </param>
/// <param name="Offset">
/// The last publication before this place, or the publication itself; 0 to 2^53 - 1, 0 for none.
/// </param>
public readonly record struct TopicPosition(string Epoch, long Offset);
