using WsBroker.Actors;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Topics;

/// <summary>The order of a topic that several nodes share: a shared log gives places, and each node takes what follows on what it has.</summary>
/// <remarks>
/// <para>
/// Closed, the topic only hands in what is published. It is opened when somebody wants to hear it, and then takes publications one after
/// the other as their offsets say, wherever they come from: from the answer to its own, from what is told to all nodes, or from the log.
/// What was taken already is passed over.
/// </para>
/// <para>
/// What is told to all nodes comes in order. So where one is missing it was lost, and is read from the log; if it is not there any more, or the log
/// has begun a new epoch, the topic goes on from where it can, and says so. What follows on another publication than the one that stands here shows that
/// the log has lost this one: it is looked at, and so begins a new epoch. It is read, too, for a client that has heard more on another node.
/// </para>
/// </remarks>
/// <param name="topic">The topic.</param>
/// <param name="log">The shared log.</param>
/// <param name="topics">All topics of the node.</param>
internal sealed class SharedOrder(TopicState topic, ISharedLog log, ActorRef<TopicsMessage> topics) : TopicOrder(topic)
{
    // So much may wait for a place before it; what is more is read from the log
    private const int MaxArrived = 1024;

    /// <summary>How long a topic is kept that nobody seems to need: who comes back finds it open, and knowing where it stands.</summary>
    private static readonly TimeSpan _linger = TimeSpan.FromSeconds(30);

    // Far longer than the way through the log takes
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly OwnPublications _own = new(topic, log);
    private readonly Queue<SharedNews.Arrived> _arrived = [];
    private SharedNews.Arrived? _suspect;
    private SharedNews.Loaded? _found;
    private SharedState _state;
    private bool _isReading;
    private bool _isAskedAgain;
    private bool _isWaiting;
    private long _neededAt;
    private long _asksAt;

    /// <inheritdoc/>
    public override bool IsIdle => _state is not SharedState.Opening && _own.IsEmpty && _arrived.Count == 0;

    /// <inheritdoc/>
    public override bool HasOffsets => Topic.Top.Offset < TopicPosition.MaxOffset;

    private bool HasLooked => _state is SharedState.Open && !_isReading;

    /// <inheritdoc/>
    public override void Begin() => Topic.StandAt(SeenTop.Nothing);

    /// <inheritdoc/>
    public override bool Admits(TopicMessage message, bool isFirst)
    {
        _neededAt = Topic.Now;
        if (isFirst && !(_state is SharedState.Open ? IsAhead(message) : NeedsLog(message)))
        {
            return true;
        }

        if (_state is SharedState.Open && isFirst)
        {
            LookAgain();
        }

        if (_state is SharedState.Closed)
        {
            _state = SharedState.Opening;
            log.Open(Topic.Name, Topic.Seen, Topic.Settings, Topic.Context.Self, topics);
        }

        return false;
    }

    /// <inheritdoc/>
    public override void Publish(TopicMessage.Publish order) => _own.Add(order);

    /// <inheritdoc/>
    public override bool Take(TopicMessage news)
    {
        switch (news)
        {
            case SharedNews.Loaded opened when _state is SharedState.Opening:
                Open(opened);
                return true;
            case SharedNews.NotLoaded failed when _state is SharedState.Opening:
                Problem = failed.Code;
                Topic.End(failed.Code);
                return true;
            case SharedNews.Arrived arrived:
                Queue(arrived);
                break;
            case SharedNews.Appended appended when _own.AreUnderWay(appended.Batch):
                Place(appended);
                break;
            case SharedNews.NotAppended failed when _own.AreUnderWay(failed.Batch):
                _own.Refuse(failed.Code);
                break;
            case SharedNews.Read read when _isReading:
                _isReading = false;
                Fill(read);
                Advance();
                return HasLooked;
            case SharedNews.NotRead:
                _isReading = false;
                _suspect = null;
                WaitForMore();
                return HasLooked;
            case SharedNews.Overdue:
                _isWaiting = false;
                Look(_own.HavePlaced || _arrived.Count > 0);
                break;
            case SharedNews.Check:
                Look(isNeeded: true);
                break;
            case SharedNews.CutOff cut:
                Topic.End(cut.Code);
                return false;
            default:
                return false;
        }

        Advance();
        return false;
    }

    /// <inheritdoc/>
    public override void CatchUp()
    {
        TryAccept(_found?.Found.Publications ?? []);
        _found = null;
        WaitForMore();
        Advance();
    }

    /// <inheritdoc/>
    public override void TurnEnded() => _own.Send();

    /// <inheritdoc/>
    public override bool MayBeLetGo()
    {
        var now = Topic.Now;
        var left = _neededAt + (long)_linger.TotalMilliseconds - now;
        if (left > 0 && now >= _asksAt)
        {
            _asksAt = now + left;
            Topic.TellLater(new TopicMessage.GoOn(Topic.Name), TimeSpan.FromMilliseconds(left));
        }

        return left <= 0;
    }

    /// <inheritdoc/>
    public override void End(ErrorCode code)
    {
        _own.Refuse(code);
        _own.GiveUpAll();
        if (_state is not SharedState.Closed)
        {
            log.Close(Topic.Name, Topic.Context.Self);
        }
    }

    private static bool NeedsLog(TopicMessage message) =>
        message is TopicMessage.Subscribe or TopicMessage.Join or TopicMessage.Rejoin or TopicMessage.ReadHistory;

    // A client has heard more on another node than this one has
    private bool IsAhead(TopicMessage message) =>
        message is TopicMessage.Subscribe { Start: StartAt.After { Position: var position } } && IsOf(position.Epoch, Topic.Top) && position.Offset > Topic.Top.Offset;

    // What has come meanwhile begins where who was here before goes on, as that may never have been told to it
    private void Open(SharedNews.Loaded opened)
    {
        _state = SharedState.Open;
        _found = opened;
        var position = opened.Found.Position;
        var first = _arrived.FirstOrDefault(one => IsOf(one.Epoch, position) && one.Publications.Count > 0)?.Publications[0].Offset;
        Topic.Load(opened.UpTo(Math.Min(position.Offset, (first ?? long.MaxValue) - 1)), opened.UtcNow);
        _own.GiveUpTo(Topic.Top);
    }

    private void Queue(SharedNews.Arrived arrived)
    {
        if (arrived.Release())
        {
            // More came than could be taken: what was left out is read
            LookAgain();
        }

        if (_state is SharedState.Closed)
        {
            return;
        }

        if (_arrived.Count >= MaxArrived)
        {
            _arrived.Clear();
            _suspect = null;
        }

        _arrived.Enqueue(arrived);
    }

    private void Place(SharedNews.Appended news)
    {
        _own.Place(news);
        if (_state is SharedState.Closed)
        {
            var seen = news.Seen;
            Topic.StandAt(IsOf(news.Epoch, Topic.Top) && Topic.Top.Offset >= seen.Position.Offset ? Topic.Seen : seen);
            _own.GiveUpAll();
            return;
        }

        if (_state is SharedState.Open && IsOf(news.Epoch, Topic.Top))
        {
            // Some may have been read from the log before the answer came
            _own.GiveUpTo(Topic.Top);
            while (_own.FindNext(Topic.Seen) is { } next)
            {
                Accept(next);
            }
        }

        WaitForMore();
    }

    private void Advance()
    {
        while (_state is SharedState.Open && _found is null && _arrived.TryPeek(out var next))
        {
            if (_own.AreUnderWay(next.Batch))
            {
                // The answer says whose they are
                return;
            }

            if (!Follows(next) && !ReferenceEquals(next, _suspect))
            {
                _suspect = _isReading ? _suspect : next;
                Look(isNeeded: true);
                return;
            }

            _arrived.Dequeue();
            if (IsOf(next.Epoch, Topic.Top))
            {
                TryAccept(next.Publications, next.Before);
            }
        }
    }

    private bool Follows(SharedNews.Arrived arrived) => IsOf(arrived.Epoch, Topic.Top) && Topic.Seen.LeadsTo(arrived.Publications, arrived.Before);

    private void Look(bool isNeeded)
    {
        if (isNeeded && !_isReading && _state is SharedState.Open)
        {
            _isReading = true;
            log.Read(Topic.Seen, Topic.Name, Topic.Settings, topics);
        }
    }

    // A look that is under way may have been too early
    private void LookAgain()
    {
        _isAskedAgain = _isReading;
        Look(isNeeded: true);
    }

    private void Fill(SharedNews.Read read)
    {
        if (!IsOf(read.Position.Epoch, Topic.Top))
        {
            GoOnFrom(read.Position with { Offset = FirstOf(read) - 1 });
        }
        else if (FirstOf(read) > Topic.Top.Offset + 1)
        {
            GoOnFrom(Topic.Top with { Offset = FirstOf(read) - 1 });
        }

        Look(!TryAccept(read.Publications) || !read.IsWhole || _isAskedAgain);
        _isAskedAgain = false;
    }

    // Where nothing is kept, what is next is what comes next
    private static long FirstOf(SharedNews.Read read) =>
        read.Publications.Count > 0 ? read.Publications[0].Offset : read.Position.Offset + 1;

    private void GoOnFrom(TopicPosition at)
    {
        Topic.GoOnFrom(at);
        _own.GiveUpTo(at);
    }

    // Where they leave something out, or go on from something else than what stands here, none is taken
    private bool TryAccept(IReadOnlyList<Publication> publications, long before = 0)
    {
        var mayFollow = Topic.Seen.LeadsTo(publications, before);
        foreach (var publication in mayFollow ? publications : [])
        {
            if (publication.Offset == Topic.Top.Offset + 1)
            {
                Accept(publication);
            }
        }

        return mayFollow;
    }

    private void Accept(Publication publication)
    {
        Topic.Accept(publication, _own.Take(publication.Offset));
        if (Topic.Subscribers.Count > 0)
        {
            _neededAt = Topic.Now;
        }
    }

    private void WaitForMore()
    {
        if (!_isWaiting && _state is SharedState.Open && (_own.HavePlaced || _arrived.Count > 0))
        {
            _isWaiting = true;
            Topic.TellLater(new SharedNews.Overdue(Topic.Name), _patience);
        }
    }

    private static bool IsOf(string epoch, TopicPosition position) => string.Equals(epoch, position.Epoch, StringComparison.Ordinal);
}
