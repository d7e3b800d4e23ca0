using WsBroker.Client.Connections;

namespace WsBroker.Client.Sessions;

/// <summary>The requests and questions that are not answered.</summary>
/// <remarks>Belongs to the session and its lock. Keeps the gate told of how many answers are awaited.</remarks>
internal sealed class RequestTable(ReadGate gate)
{
    private readonly Dictionary<long, PendingRequest> _pending = [];

    /// <summary>All, in the order in which they were handed in.</summary>
    public IEnumerable<PendingRequest> InOrder => _pending.Values.OrderBy(pending => pending.Id);

    /// <summary>Adds one.</summary>
    public void Add(PendingRequest request)
    {
        _pending.Add(request.Id, request);
        gate.AnswerAwaited();
    }

    /// <summary>Takes one out.</summary>
    /// <returns>Null if there is none with this id.</returns>
    public PendingRequest? Remove(long id)
    {
        if (_pending.Remove(id, out var request))
        {
            gate.AnswerCame();
        }

        return request;
    }

    /// <summary>Takes out the largest.</summary>
    /// <returns>Null if there is none at all.</returns>
    public PendingRequest? RemoveLargest() =>
        _pending.Count == 0 ? null : Remove(_pending.Values.MaxBy(pending => pending.Command.Length)!.Id);

    /// <summary>Takes out and fails all.</summary>
    public void FailAll(Exception failure)
    {
        foreach (var request in InOrder.ToList())
        {
            Remove(request.Id);
            request.Fail(failure);
        }
    }
}
