using System.Collections.Concurrent;
using System.Text;
using WsBroker.Broker.Access;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests;

/// <summary>Things to test with, made in few words.</summary>
internal static class Sample
{
    // The same bytes for the same number, as requests are equal by where their bytes lie
    private static readonly ConcurrentDictionary<int, RequestId> _requests = [];

    public static TopicName Topic(string text) =>
        TopicName.TryParse(text, out var name, out var problem) ? name : throw new ArgumentException(problem.ToString(), nameof(text));

    public static TopicFilter Filter(string text) =>
        TopicFilter.TryParse(text, out var filter, out var problem) ? filter : throw new ArgumentException(problem.ToString(), nameof(text));

    public static Content Content(string text, string? key = null) =>
        new(PayloadKind.Text, Encoding.UTF8.GetBytes(text)) { Key = key };

    /// <summary>Some client, who is nobody in particular.</summary>
    public static Participant Client { get; } = new(new ClientId(1), User: null);

    /// <summary>A client that has proved which user it is, with a token that names topics for publishing and subscribing.</summary>
    public static Participant User(string user, params string[] filters)
    {
        Assert.True(UserId.TryParse(user, tenant: "", out var id));
        var grants = new Grants([.. filters.Select(Filter)]);
        var identity = new Identity(id, DateTimeOffset.MaxValue) { Publish = grants, Subscribe = grants };
        return new Participant(new ClientId(2), user) { Identity = identity };
    }

    public static TopicOptions Options(TopicSettings settings) => new() { Rules = new TopicRules { Otherwise = settings } };

    public static Publication Publication(long offset, string text = "x", long at = 0, string? key = null) =>
        new(Topic("t"), "E", offset, at, Content(text, key), default);

    public static RequestId Request(int number) =>
        _requests.GetOrAdd(number, static number => new RequestId(Encoding.UTF8.GetBytes($"{number}")));

    public static int NumberOf(RequestId request) => int.Parse(Encoding.UTF8.GetString(request.Json.Span), provider: null);
}
