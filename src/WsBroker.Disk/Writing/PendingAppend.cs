namespace WsBroker.Disk.Writing;

/// <summary>A publication in a commit that is not written yet.</summary>
/// <param name="Order">Who wants it.</param>
/// <param name="Start">Where its record begins in the commit.</param>
/// <param name="Length">How many bytes the record has.</param>
internal readonly record struct PendingAppend(StoreOrder.Append Order, int Start, int Length);
