using WsBroker.Broker.Cluster;
using WsBroker.Broker.Sessions;
using WsBroker.Gateway.Questions;

namespace WsBroker.Gateway.Connections;

/// <summary>Answers the questions of back ends about one session, and does what they order.</summary>
internal static class SessionInquiry
{
    /// <summary>Answers a question.</summary>
    /// <param name="order">The question, or the order.</param>
    /// <param name="session">The session of the connection that is asked.</param>
    /// <param name="tell">Tells its client something.</param>
    /// <returns>Null while the connection goes on, or how it ends.</returns>
    public static Ending? Answer(ConnectionMessage.Ask order, Session session, Func<SessionEvent, Ending?> tell)
    {
        var (question, isMeant) = (order.Question, order.Question.IsFor(session.Client));
        Ending? ending = null;
        if (isMeant && question is ConnectionQuestion.Unsubscribe { Filter: var filter })
        {
            var news = session.EndSubscription(filter);
            isMeant = news is not null;
            ending = isMeant ? tell(news!) : null;
        }

        order.ReplyTo.Tell(isMeant
            ? new GatheringMessage.Answered(new ConnectionDescription(session.Client, session.Subscriptions) { Tenant = session.Client.Identity?.User.Tenant ?? "" })
            : GatheringMessage.Answered.Nothing);
        return isMeant && question is ConnectionQuestion.Disconnect ? new Ending.ByUs(EndReason.Disconnected) : ending;
    }
}
