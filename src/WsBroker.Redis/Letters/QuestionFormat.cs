using WsBroker.Broker.Access;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Redis.Letters;

/// <summary>Questions of nodes as the body of a letter.</summary>
internal static class QuestionFormat
{
    private const string Describe = "describe";
    private const string Disconnect = "disconnect";
    private const string Unsubscribe = "unsubscribe";
    private const string ListTopics = "listTopics";
    private const string ForgetTopic = "forgetTopic";
    private const string Revoke = "revoke";
    private const string HandOver = "handOver";
    private const string Drain = "drain";

    /// <summary>Whether there is such a question.</summary>
    public static bool Knows(string? kind) => kind is Describe or Disconnect or Unsubscribe or ListTopics or ForgetTopic or Revoke or HandOver or Drain;

    /// <summary>Writes a question.</summary>
    public static LetterBody Write(NodeQuestion question) => question switch
    {
        ConnectionQuestion.Describe asked => new LetterBody { Kind = Describe, User = asked.User, Client = asked.Client, Tenant = asked.Tenant },
        ConnectionQuestion.Disconnect order => new LetterBody { Kind = Disconnect, User = order.User, Client = order.Client, Tenant = order.Tenant },
        ConnectionQuestion.Unsubscribe order => new LetterBody
        {
            Kind = Unsubscribe,
            User = order.User,
            Client = order.Client,
            Tenant = order.Tenant,
            Filter = order.Filter.Text,
        },
        NodeQuestion.ListTopics asked => new LetterBody { Kind = ListTopics, Filter = asked.Filter.Text },
        NodeQuestion.ForgetTopic order => new LetterBody { Kind = ForgetTopic, Filter = order.Topic.Text },
        NodeQuestion.Revoke order => Write(order.Revocation),
        NodeQuestion.HandOver order => new LetterBody { Kind = HandOver, Session = order.Session.Reveal(), User = order.User },
        NodeQuestion.Drain order => new LetterBody { Kind = Drain, To = order.Node.ToString() },
        _ => throw new ArgumentOutOfRangeException(nameof(question), question.GetType().Name, "no such question"),
    };

    /// <summary>Writes a revocation.</summary>
    public static LetterBody Write(Revocation revocation) => revocation switch
    {
        Revocation.OfToken token => new LetterBody { Kind = Revoke, Token = token.TokenId, Tenant = token.Tenant },
        Revocation.OfUser user => new LetterBody
        {
            Kind = Revoke,
            User = user.User.Text,
            Tenant = user.User.Tenant,
            Before = user.Before.ToUnixTimeMilliseconds(),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(revocation), revocation, "no such revocation"),
    };

    /// <summary>Reads a question.</summary>
    /// <returns>Null if it is none.</returns>
    public static NodeQuestion? Read(LetterBody body) => body.Kind switch
    {
        Describe => new ConnectionQuestion.Describe(body.User, body.Client, body.Tenant),
        Disconnect when body.User is not null || body.Client is not null => new ConnectionQuestion.Disconnect(body.User, body.Client, body.Tenant),
        Unsubscribe when (body.User is not null || body.Client is not null) && FilterIn(body) is { } filter =>
            new ConnectionQuestion.Unsubscribe(body.User, body.Client, body.Tenant, filter),
        ListTopics when FilterIn(body) is { } filter => new NodeQuestion.ListTopics(filter),
        ForgetTopic when FilterIn(body)?.Exact is { } topic => new NodeQuestion.ForgetTopic(topic),
        Revoke when ReadRevocation(body) is { } revocation => new NodeQuestion.Revoke(revocation),
        Drain when HexNumber.TryRead(body.To, out var node) => new NodeQuestion.Drain(new NodeId(node)),
        HandOver when body.Session is { } text && SessionId.TryParse(text, out var session) => new NodeQuestion.HandOver(session, body.User),
        _ => null,
    };

    /// <summary>Reads a revocation.</summary>
    /// <returns>Null if it is none.</returns>
    public static Revocation? ReadRevocation(LetterBody body)
    {
        if (body.Token is { Length: > 0 } token)
        {
            return new Revocation.OfToken(token, body.Tenant ?? "");
        }

        var isTime = body.Before > 0 && body.Before <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
        return isTime && body.User is { } text && UserId.TryParse(text, body.Tenant ?? "", out var user)
            ? new Revocation.OfUser(user, DateTimeOffset.FromUnixTimeMilliseconds(body.Before))
            : null;
    }

    private static TopicFilter? FilterIn(LetterBody body) => body.Filter is { } text && TopicFilter.TryParse(text, out var filter, out _) ? filter : null;
}
