using WsBroker.Client.Connections;

namespace WsBroker.Client.Sessions;

/// <summary>The publications that are not acknowledged.</summary>
/// <remarks>Belongs to the session and its lock. Keeps the gate told of how many answers are awaited.</remarks>
internal sealed class PublicationTable(ReadGate gate)
{
    private readonly Dictionary<long, PendingPublication> _pending = [];

    /// <summary>All, in the order in which they were handed in.</summary>
    public IEnumerable<PendingPublication> InOrder => _pending.Values.OrderBy(pending => pending.Id);

    /// <summary>Adds one.</summary>
    public void Add(PendingPublication publication)
    {
        _pending.Add(publication.Id, publication);
        gate.AnswerAwaited();
    }

    /// <summary>Takes one out.</summary>
    /// <returns>Null if there is none with this id.</returns>
    public PendingPublication? Remove(long id)
    {
        if (_pending.Remove(id, out var publication))
        {
            gate.AnswerCame();
        }

        return publication;
    }

    /// <summary>Takes out the largest.</summary>
    /// <returns>Null if there is none at all.</returns>
    public PendingPublication? RemoveLargest() =>
        _pending.Count == 0 ? null : Remove(_pending.Values.MaxBy(pending => pending.Command.Length)!.Id);

    /// <summary>Takes out and fails all.</summary>
    public void FailAll(Exception failure)
    {
        foreach (var publication in InOrder.ToList())
        {
            Remove(publication.Id);
            publication.Fail(failure);
        }
    }
}
