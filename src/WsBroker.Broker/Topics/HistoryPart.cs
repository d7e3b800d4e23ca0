namespace WsBroker.Broker.Topics;

/// <summary>Which part of a topic's history is wanted. Publications come oldest first, whichever it is.</summary>
/// <param name="Count">At most so many; more than the history keeps is not an error.</param>
public abstract record HistoryPart(int Count)
{
    /// <summary>The newest ones.</summary>
    public sealed record Newest(int Count) : HistoryPart(Count);

    /// <summary>Those that follow an offset: to page forwards.</summary>
    public sealed record After(long Offset, int Count) : HistoryPart(Count);

    /// <summary>Those just before an offset: to page backwards.</summary>
    public sealed record Before(long Offset, int Count) : HistoryPart(Count);
}
