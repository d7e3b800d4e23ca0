using System.Diagnostics;
using WsBroker.Actors;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Cluster;

/// <summary>This node among the others: gives signs of life, knows who else is there, and puts questions to all.</summary>
/// <remarks>
/// Without a link the node is alone, and its questions are for itself. An id that has lapsed is never used again: a node that was thought
/// dead, and was asleep, goes on under another, and what it may still write under the old one counts for nothing.
/// </remarks>
/// <param name="node">This node.</param>
/// <param name="duties">Who does what nodes ask for.</param>
/// <param name="links">Reach the others; null if there are none.</param>
/// <param name="options">How nodes know of each other.</param>
/// <param name="identifiers">Makes ids.</param>
/// <param name="metrics">Where the nodes are counted.</param>
public sealed class ClusterActor(
    NodeDescription node, NodeDuties duties, ClusterLinks? links, ClusterOptions options, IIdentifierSource identifiers, BrokerMetrics metrics)
    : Actor<ClusterMessage>
{
    private readonly INodeLink? _link = links?.Nodes;
    private readonly Membership _membership = new(node, options, identifiers);
    private readonly Dictionary<long, Gathering> _gatherings = [];
    private string _revocationsUpTo = "";
    private long _questions;
    private bool _isLeaving;

    /// <summary>How to start it. If it ever fails, the node goes on under another id.</summary>
    public static Props<ClusterMessage> Props(
        NodeDescription node, NodeDuties duties, ClusterLinks? links, ClusterOptions options, IIdentifierSource identifiers, BrokerMetrics metrics) =>
        new(() => new ClusterActor(node, duties, links, options, identifiers, metrics))
        {
            Supervision = new SupervisionPolicy.Restart(
                FirstBackoff: TimeSpan.FromMilliseconds(100), MaxBackoff: TimeSpan.FromSeconds(10), MaxRestarts: 10, Within: TimeSpan.FromMinutes(1)),
        };

    /// <inheritdoc/>
    protected override void PreStart()
    {
        metrics.Nodes = 1;
        Beat();
    }

    /// <inheritdoc/>
    protected override void Receive(ClusterMessage message)
    {
        switch (message)
        {
            case ClusterMessage.Ask order:
                Ask(order.What, order.ReplyTo);
                break;
            case ClusterMessage.Revoke order:
                Revoke(order);
                break;
            case ClusterMessage.RevocationAnswered news:
                Store(news);
                break;
            case ClusterMessage.RevocationStored { What: var revoked } news:
                revoked.Order.ReplyTo.Tell(news.IsStored ? revoked.Answer : null);
                break;
            case ClusterMessage.ListNodes order:
                order.ReplyTo.Tell([_membership.Self, .. _membership.Others]);
                break;
            case ClusterMessage.Answered news:
                Gather(news.Number, gathering => gathering.AddOwn(news.What));
                break;
            case ClusterMessage.AnsweredFor news:
                Send(news.Letter, news.What);
                break;
            case ClusterMessage.Late news:
                End(news.Number);
                break;
            case ClusterMessage.Heard news:
                Read(news.Letter);
                break;
            default:
                Live(message);
                break;
        }
    }

    private void Live(ClusterMessage message)
    {
        switch (message)
        {
            case ClusterMessage.BeatDue:
                Beat();
                break;
            case ClusterMessage.Beaten news when news.Node == _membership.Self.Id:
                Note(news);
                break;
            case ClusterMessage.Beaten:
                break;
            case ClusterMessage.NotBeaten:
                _membership.NoteCutOff();
                BeatAfter(options.RetryInterval);
                break;
            case ClusterMessage.Leave order:
                _isLeaving = true;
                _link?.Leave(_membership.Self.Id);
                order.ReplyTo.Tell(message: true);
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }
    }

    private void Beat()
    {
        if (!_isLeaving)
        {
            _link?.Beat(_membership.Self, _membership.IsFirst, _revocationsUpTo, Context.Self);
        }
    }

    // Half as long or half as long again, so that nodes don't beat at the same moment
    private void BeatAfter(TimeSpan interval) =>
        Context.Schedule(interval * (0.5 + (identifiers.NextNumber() % 1024 / 1024.0)), new ClusterMessage.BeatDue());

    private void Note(ClusterMessage.Beaten news)
    {
        if (news.Outcome is BeatOutcome.Taken or BeatOutcome.Lapsed)
        {
            links!.Presence.Pause();
            _membership.BeginAnew();
            Beat();
            return;
        }

        if (news.Outcome is BeatOutcome.Begun)
        {
            links!.Presence.Begin(news.Node);
            duties.Topics.Tell(new TopicsMessage.RenewPresence());
            _link!.Send(new NodeLetter.Greeting(_membership.Self));
        }

        _membership.Note(news.Alive, Context.Time);
        metrics.Nodes = 1 + _membership.Others.Count;
        if (_membership.MayBury(Context.Time))
        {
            Array.ForEach([.. news.Silent], _link!.Bury);
        }

        Array.ForEach([.. news.Gone], links!.Presence.Clear);

        Learn(news);
        BeatAfter(options.BeatInterval);
    }

    private void Learn(ClusterMessage.Beaten news)
    {
        _revocationsUpTo = news.RevocationsUpTo;
        foreach (var revocation in news.Revocations)
        {
            duties.Users?.Learn(revocation);
        }
    }

    private void Ask(NodeQuestion question, ActorRef<ClusterAnswer> replyTo)
    {
        var number = ++_questions;
        var isCutOff = _link is not null && _membership.IsCutOff;
        _gatherings.Add(number, new Gathering(question, [.. _membership.Others.Select(static one => one.Id)], isCutOff, replyTo));
        Context.Schedule(question is NodeQuestion.HandOver ? options.SessionPatience : options.Patience, new ClusterMessage.Late(number));
        duties.Do(question, _membership.Self.Id, isOwn: true, Context.Self, answer => new ClusterMessage.Answered(number, answer));
        _link?.Send(new NodeLetter.Question(_membership.Self.Id, number, question));
    }

    // In force first, and stored after that: whoever starts meanwhile learns of it with its next sign of life
    private void Revoke(ClusterMessage.Revoke order) => Ask(
        new NodeQuestion.Revoke(order.What),
        new AnswerRef<ClusterAnswer, ClusterMessage>(Context.Self, answer => new ClusterMessage.RevocationAnswered(order, answer)));

    private void Store(ClusterMessage.RevocationAnswered news)
    {
        if (_link is null || news.Answer.Parts.OfType<NodeAnswer.TooManyRevocations>().Any())
        {
            news.Order.ReplyTo.Tell(news.Answer);
        }
        else
        {
            _link.Store(news.Order.What, new AnswerRef<bool, ClusterMessage>(Context.Self, isStored => new ClusterMessage.RevocationStored(news, isStored)));
        }
    }

    private void Gather(long number, Action<Gathering> add)
    {
        if (_gatherings.TryGetValue(number, out var gathering))
        {
            add(gathering);
            if (gathering.IsComplete)
            {
                End(number);
            }
        }
    }

    private void End(long number)
    {
        if (_gatherings.Remove(number, out var gathering))
        {
            gathering.End();
        }
    }

    private void Read(NodeLetter letter)
    {
        switch (letter)
        {
            case NodeLetter.Question question when question.From != _membership.Self.Id:
                duties.Do(question.What, _membership.Self.Id, isOwn: false, Context.Self, answer => new ClusterMessage.AnsweredFor(question, answer));
                break;
            case NodeLetter.Answer answer when answer.To == _membership.Self.Id:
                Gather(answer.Number, gathering => gathering.Add(answer));
                break;
            case NodeLetter.Greeting greeting when greeting.From != _membership.Self.Id:
                _membership.Greet(greeting.Node);
                metrics.Nodes = 1 + _membership.Others.Count;
                break;
            default:
                break;
        }
    }

    private void Send(NodeLetter.Question to, NodeAnswer answer)
    {
        var (parts, isCut) = AnswerParts.Of(answer);
        foreach (var part in parts)
        {
            _link!.Send(new NodeLetter.Answer(_membership.Self.Id, to.From, to.Number, parts.Count, part) { IsCut = isCut });
        }
    }
}
