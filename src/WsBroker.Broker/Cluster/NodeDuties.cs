using System.Diagnostics;
using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Cluster;

/// <summary>Who on this node does what nodes ask for. Thread-safe.</summary>
/// <param name="Topics">The topics.</param>
/// <param name="Connections">The connections.</param>
/// <param name="Users">Who is here as whom; null where nobody can say who he is.</param>
/// <param name="Sessions">Where sessions are kept; null where they are not.</param>
public sealed record NodeDuties(
    ActorRef<TopicsMessage> Topics,
    ActorRef<ConnectionInquiry> Connections,
    Users? Users,
    ActorRef<KeptSessionsMessage>? Sessions)
{
    /// <summary>Has this node let its clients go, and end; it may be called more than once, and does not wait.</summary>
    public required Action Drain { get; init; }

    /// <summary>Has a question answered.</summary>
    /// <param name="question">The question.</param>
    /// <param name="self">This node.</param>
    /// <param name="isOwn">Whether it is this node's own.</param>
    /// <param name="actor">Who is told the answer, once.</param>
    /// <param name="translate">How it is told.</param>
    internal void Do<TMessage>(NodeQuestion question, NodeId self, bool isOwn, ActorRef<TMessage> actor, Func<NodeAnswer, TMessage> translate)
    {
        AnswerRef<TAnswer, TMessage> To<TAnswer>(Func<TAnswer, NodeAnswer> answer) => new(actor, told => translate(answer(told)));
        switch (question)
        {
            case ConnectionQuestion asked:
                Connections.Tell(new ConnectionInquiry(
                    asked, To<IReadOnlyList<ConnectionDescription>>(static found => new NodeAnswer.Connections(found.Count, found))));
                break;
            case NodeQuestion.ListTopics asked:
                Topics.Tell(new TopicsMessage.ListTopics(asked.Filter, To<IReadOnlyList<TopicDescription>>(static found => new NodeAnswer.Topics(found))));
                break;
            case NodeQuestion.ForgetTopic order:
                Topics.Tell(new TopicsMessage.ForgetTopic(order.Topic, To<bool?>(Forgotten)) { IsAskedElsewhere = !isOwn });
                break;
            case NodeQuestion.Revoke { Revocation: var revocation }:
                actor.Tell(translate(Revoke(revocation)));
                break;
            case NodeQuestion.Drain order:
                actor.Tell(translate(End(isMeant: order.Node == self)));
                break;
            case NodeQuestion.HandOver order when Sessions is not null:
                Sessions.Tell(new KeptSessionsMessage.HandOver(
                    order.Session, order.User, To<IReadOnlyList<Command.Subscribe>?>(static left => new NodeAnswer.Session(left))));
                break;
            case NodeQuestion.HandOver:
                actor.Tell(translate(new NodeAnswer.Session(Subscriptions: null)));
                break;
            default:
                throw new UnreachableException(question.GetType().Name);
        }
    }

    private NodeAnswer.Done End(bool isMeant)
    {
        if (isMeant)
        {
            Drain();
        }

        return new NodeAnswer.Done(isMeant ? 1 : 0);
    }

    private NodeAnswer Revoke(Revocation revocation) =>
        Users is null ? new NodeAnswer.Done(0)
        : Users.Revoke(revocation) is { } count ? new NodeAnswer.Done(count)
        : new NodeAnswer.TooManyRevocations();

    private static NodeAnswer Forgotten(bool? wasKept) => wasKept is { } was ? new NodeAnswer.Done(was ? 1 : 0) : new NodeAnswer.Unavailable();
}
