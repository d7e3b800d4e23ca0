namespace WsBroker.Broker.Topics;

/// <summary>Something of one topic that goes out to subscribers, in its place in the topic's order.</summary>
/// <remarks>Belongs to one topic's actor.</remarks>
internal abstract class HandOut
{
    /// <summary>Serves subscribers until all are served or the budget is used up.</summary>
    /// <param name="subscribers">All subscribers of the topic.</param>
    /// <param name="budget">How many more may be served in this turn; lowered by those that were.</param>
    /// <returns>Whether all have been served.</returns>
    public abstract bool Serve(SubscriberList subscribers, ref int budget);

    /// <summary>Gives publishers their credit back: their publications have been handed on.</summary>
    public virtual void ReturnCredit()
    {
    }
}
