namespace WsBroker.Broker.Engines;

/// <summary>Where a publication stands in a shared log.</summary>
/// <param name="Offset">Its offset.</param>
/// <param name="IsDuplicate">Whether it was there before: the offset is of the one that came first with the same key.</param>
public readonly record struct SharedPlace(long Offset, bool IsDuplicate);
