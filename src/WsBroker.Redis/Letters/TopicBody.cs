namespace WsBroker.Redis.Letters;

/// <summary>A topic that is active, on its way between nodes.</summary>
internal sealed record TopicBody(string Topic, int Subscribers, int Messages, string Epoch, long Offset);
