using WsBroker.Broker.Cluster;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Redis.Letters;

/// <summary>Answers of nodes as the body of a letter.</summary>
internal static class AnswerFormat
{
    /// <summary>The most parts of an answer that are waited for.</summary>
    public const int MaxParts = 1000;

    private const string Connections = "connections";
    private const string Topics = "topics";
    private const string Done = "done";
    private const string TooManyRevocations = "tooManyRevocations";
    private const string Unavailable = "unavailable";
    private const string Session = "session";

    /// <summary>Whether there is such an answer.</summary>
    public static bool Knows(string? kind) => kind is Connections or Topics or Done or TooManyRevocations or Unavailable or Session;

    /// <summary>Writes an answer.</summary>
    public static LetterBody Write(NodeAnswer answer) => answer switch
    {
        NodeAnswer.Connections found => new LetterBody { Kind = Connections, Count = found.Count, Connections = [.. found.Listed.Select(Write)] },
        NodeAnswer.Topics found => new LetterBody { Kind = Topics, Topics = [.. found.Active.Select(Write)] },
        NodeAnswer.Done done => new LetterBody { Kind = Done, Count = done.Count },
        NodeAnswer.TooManyRevocations => new LetterBody { Kind = TooManyRevocations },
        NodeAnswer.Unavailable => new LetterBody { Kind = Unavailable },
        NodeAnswer.Session session => new LetterBody { Kind = Session, Subscriptions = session.Subscriptions?.Select(SubscriptionBody.Of).ToList() },
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer.GetType().Name, "no such answer"),
    };

    /// <summary>Reads an answer.</summary>
    /// <returns>Null if it is none.</returns>
    public static NodeAnswer? Read(LetterBody body) => body.Kind switch
    {
        Connections => ReadAll(body.Connections, Read) is { } listed ? new NodeAnswer.Connections(Math.Max(0, body.Count), listed) : null,
        Topics => ReadAll(body.Topics, Read) is { } active ? new NodeAnswer.Topics(active) : null,
        Done => new NodeAnswer.Done(Math.Max(0, body.Count)),
        TooManyRevocations => new NodeAnswer.TooManyRevocations(),
        Unavailable => new NodeAnswer.Unavailable(),
        Session when body.Subscriptions is null => new NodeAnswer.Session(Subscriptions: null),
        Session => ReadAll(body.Subscriptions, static one => one.TryRead(out var subscription) ? subscription : null) is { } all ? new NodeAnswer.Session(all) : null,
        _ => null,
    };

    /// <summary>Reads a list, of which all or nothing counts.</summary>
    public static List<TItem>? ReadAll<TBody, TItem>(IReadOnlyList<TBody>? bodies, Func<TBody, TItem?> read)
        where TBody : class
        where TItem : class
    {
        var items = new List<TItem>(bodies?.Count ?? 0);
        foreach (var body in bodies ?? [])
        {
            if (body is null || read(body) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return items;
    }

    private static ConnectionBody Write(ConnectionDescription connection) => new(
        connection.Client.Client.ToString(),
        connection.Client.User,
        connection.Tenant.Length > 0 ? connection.Tenant : null,
        connection.Client.Name,
        [.. connection.Subscriptions.Select(static filter => filter.Text)]);

    private static ConnectionDescription? Read(ConnectionBody body)
    {
        var filters = ReadAll(body.Filters, static text => TopicFilter.TryParse(text, out var filter, out _) ? filter : null);
        return filters is not null && HexNumber.TryRead(body.Client, out var client)
            ? new ConnectionDescription(new Participant(new ClientId(client), body.User) { Name = body.Name }, filters) { Tenant = body.Tenant ?? "" }
            : null;
    }

    private static TopicBody Write(TopicDescription topic) =>
        new(topic.Topic.Text, topic.Subscribers, topic.Messages, topic.Position.Epoch, topic.Position.Offset);

    private static TopicDescription? Read(TopicBody body) =>
        body is { Topic: not null, Epoch: not null } && TopicName.TryParse(body.Topic, out var topic, out _)
            ? new TopicDescription(topic, body.Subscribers, body.Messages, new TopicPosition(body.Epoch, body.Offset))
            : null;
}
