namespace WsBroker.Broker.Overflow;

/// <summary>A publication that a slow subscriber may lose, in one wire form. Immutable; shared by all that it waits for.</summary>
/// <param name="Topic">Whose it is.</param>
/// <param name="Offset">Its place there.</param>
/// <param name="Key">Which earlier ones it stands in for where a topic is conflated; "" for the topic's own and only value.</param>
/// <param name="Bytes">As it is sent; nobody writes to them.</param>
public sealed record LossyPublication(LossyTopic Topic, long Offset, string Key, ReadOnlyMemory<byte> Bytes);
