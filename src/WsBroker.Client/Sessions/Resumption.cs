using WsBroker.Client.Connections;
using WsBroker.Client.Messages;
using WsBroker.Client.Subscriptions;

namespace WsBroker.Client.Sessions;

/// <summary>What the server has kept of a session that was cut off, and what of it is of use.</summary>
/// <remarks>Belongs to the session and its lock.</remarks>
/// <param name="subscriptions">Those that there should be.</param>
/// <param name="gate">Told of how many answers are awaited.</param>
internal sealed class Resumption(SubscriptionTable subscriptions, ReadGate gate)
{
    private string? _ticket;
    private IReadOnlyList<string> _kept = [];

    /// <summary>By which the session can be taken up again; null if it cannot. It counts once.</summary>
    public string? TakeTicket()
    {
        var ticket = _ticket;
        _ticket = null;
        return ticket;
    }

    /// <summary>Where the subscriptions that the server may have kept go on.</summary>
    public Dictionary<string, TopicPosition> Positions() => subscriptions.All
        .Where(static one => one.State is SubscriptionState.Kept && one.Position is not null)
        .ToDictionary(static one => one.Filter, static one => one.Position!.Value, StringComparer.Ordinal);

    /// <summary>The server has answered; what it has kept will stand next, or be ended.</summary>
    public void Note(ServerEvent.Connected answer)
    {
        _ticket = answer.Session;
        _kept = answer.Resumed ?? [];
        foreach (var subscription in subscriptions.All.Where(one => one.State is SubscriptionState.Kept && _kept.Contains(one.Filter, StringComparer.Ordinal)))
        {
            subscription.AwaitResumption();
            gate.AnswerAwaited();
        }
    }

    /// <summary>What the server has kept and nobody wants in that way.</summary>
    public List<string> TakeUnwanted()
    {
        var wanted = subscriptions.All
            .Where(static one => one.State is SubscriptionState.Resuming or SubscriptionState.Live)
            .Select(static one => one.Filter);
        var unwanted = _kept.Except(wanted, StringComparer.Ordinal).ToList();
        _kept = [];
        return unwanted;
    }
}
