using System.Diagnostics;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Presence;

/// <summary>Tells other nodes who is there in one topic, and, while somebody watches, hears of them who is there on those.</summary>
/// <remarks>
/// Belongs to one topic's actor. What was lost on the way shows in the version of what comes next, or when the topic looks, which it does
/// every half a minute: then what has changed meanwhile is told.
/// </remarks>
/// <param name="state">The topic.</param>
/// <param name="presence">Shared by the nodes.</param>
/// <param name="attendance">Tells watchers; null where the rule does not let them be told.</param>
internal sealed class SharedAttendance(TopicState state, ISharedPresence presence, Attendance? attendance)
{
    private const long NoVersion = -1;

    private static readonly TimeSpan _lookInterval = TimeSpan.FromSeconds(30);

    private PresentElsewhere? _others;
    private long _version = NoVersion;
    private bool _isTimed;
    private bool _isLooking;
    private bool _hasMissed;

    /// <summary>A subscriber has been added by name.</summary>
    public void Join(Subscriber subscriber)
    {
        presence.Join(state.Name, subscriber.Client);
        Watch();
    }

    /// <summary>A subscriber by name has been removed.</summary>
    public void Leave(Subscriber subscriber)
    {
        presence.Leave(state.Name, subscriber.Client.Client, isLast: state.Subscribers.NamedCount == 0);
        Watch();
    }

    /// <summary>Says once more who is there.</summary>
    public void Renew()
    {
        presence.Replace(state.Name, state.Subscribers.ListPresent(int.MaxValue));
        Watch();
    }

    /// <summary>The topic ends: nobody is there any more.</summary>
    public void End()
    {
        if (state.Subscribers.NamedCount > 0)
        {
            presence.Replace(state.Name, []);
        }

        Unwatch();
    }

    /// <summary>Takes what it is told.</summary>
    public void Take(SharedPresenceNews message)
    {
        switch (message)
        {
            case SharedPresenceNews.Renew:
                Renew();
                break;
            case SharedPresenceNews.LookDue:
                _isTimed = false;
                Look();
                break;
            case var _ when _others is null:
                // Nobody watches any more
                break;
            case SharedPresenceNews.Check:
                Look();
                break;
            case SharedPresenceNews.Changed news:
                Take(news);
                break;
            case SharedPresenceNews.Listed news:
                Take(news);
                break;
            case SharedPresenceNews.NotListed:
                EndLook(mayBeStale: true);
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }
    }

    private void Take(SharedPresenceNews.Changed news)
    {
        if (_isLooking || news.Version != _version + 1)
        {
            _hasMissed |= _isLooking || news.Version > _version;
            LookIfMissed();
            return;
        }

        _version = news.Version;
        Tell(_others!.Take(news));
    }

    private void Take(SharedPresenceNews.Listed news)
    {
        if (news.Others is { } others)
        {
            var isFirst = _version == NoVersion;
            _version = news.Version;
            var changes = _others!.Take(others);
            Tell(isFirst ? [] : changes);
        }

        EndLook(mayBeStale: _hasMissed);
    }

    private void Tell(List<PresenceNews.Change> changes)
    {
        attendance!.Elsewhere = _others!.Count;
        changes.ForEach(attendance.Hear);
    }

    private void Watch()
    {
        var isWatched = attendance is not null && state.Subscribers.WatcherCount > 0;
        if (isWatched && _others is null)
        {
            _others = new PresentElsewhere(state.Name);
            presence.Watch(state.Name, state.Context.Self);

            // At once: who comes until changes are heard is found by the look after that
            Look();
        }
        else if (!isWatched)
        {
            Unwatch();
        }
    }

    private void Unwatch()
    {
        if (_others is not null)
        {
            (_others, _version, _isLooking, _hasMissed) = (null, NoVersion, false, false);
            attendance!.Elsewhere = 0;
            presence.Unwatch(state.Name, state.Context.Self);
        }
    }

    private void LookIfMissed()
    {
        if (_hasMissed && !_isLooking)
        {
            Look();
        }
    }

    private void Look()
    {
        if (_others is null || _isLooking)
        {
            _hasMissed |= _isLooking;
            return;
        }

        (_isLooking, _hasMissed) = (true, false);
        presence.Look(state.Name, _version, state.Context.Self);
    }

    // A little later, as there may be no end of changes
    private void EndLook(bool mayBeStale)
    {
        _isLooking = false;
        if (!_isTimed || mayBeStale)
        {
            _isTimed = true;
            state.TellLater(new SharedPresenceNews.LookDue(state.Name), mayBeStale ? Attendance.Pause : _lookInterval);
        }
    }
}
