using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using WsBroker.Broker.Topics;
using WsBroker.Protocols.Json;

namespace WsBroker.Server.Http;

/// <summary>Reads the body of <c>POST /api/publish</c> and of <c>POST /api/users/ID/publish</c>.</summary>
internal static class PublishRequestReader
{
    /// <summary>The most topics of one request.</summary>
    public const int MaxTopics = 1000;

    private const string TopicsAllowed = "an array of 1 to 1000 topics, or 'topic' a string";

    /// <summary>Reads the one JSON object.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="inbox">Where to publish, if not where the body says.</param>
    /// <param name="problem">What is wrong with it, for people.</param>
    /// <returns>Null if something is wrong.</returns>
    public static PublishRequest? Read(ReadOnlySpan<byte> body, TopicName? inbox, out string? problem)
    {
        if (!Utf8.IsValid(body))
        {
            problem = "The body is not valid UTF-8.";
            return null;
        }

        try
        {
            return ReadObject(body, inbox, out problem);
        }
        catch (JsonException wrong)
        {
            problem = $"The body is not JSON, or has more than 64 levels: line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}.";
            return null;
        }
    }

    private static PublishRequest? ReadObject(ReadOnlySpan<byte> body, TopicName? inbox, out string? problem)
    {
        var reader = new Utf8JsonReader(body);
        var content = new ContentReader();
        var names = new List<string>();
        problem = "The body must be one JSON object with 'topic' or 'topics', and one of 'data', 'text' and 'base64'.";
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isTaken = content.TryTake(ref reader, body, out var wrong);
            problem = isTaken ? wrong?.Detail : TakeMember(ref reader, names);
            if (problem is not null)
            {
                return null;
            }
        }

        reader.Read();
        return Build(inbox, names, content, out problem);
    }

    private static string? TakeMember(ref Utf8JsonReader reader, List<string> names)
    {
        var isOne = reader.ValueTextEquals("topic"u8);
        var isMany = reader.ValueTextEquals("topics"u8);
        if ((isOne || isMany) && names.Count > 0)
        {
            return "Where to publish is said once: by 'topic' or by 'topics'.";
        }

        reader.Read();
        if (isOne && reader.TokenType is JsonTokenType.String)
        {
            return TakeName(ref reader, names);
        }

        if (isMany && reader.TokenType is JsonTokenType.StartArray)
        {
            return TakeNames(ref reader, names);
        }

        reader.Skip();
        return isOne || isMany ? $"'topics' must be {TopicsAllowed}." : null;
    }

    private static string? TakeNames(ref Utf8JsonReader reader, List<string> names)
    {
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is not JsonTokenType.String || names.Count == MaxTopics)
            {
                return $"'topics' must be {TopicsAllowed}.";
            }

            if (TakeName(ref reader, names) is { } problem)
            {
                return problem;
            }
        }

        return names.Count == 0 ? $"'topics' must be {TopicsAllowed}." : null;
    }

    private static string? TakeName(ref Utf8JsonReader reader, List<string> names)
    {
        try
        {
            names.Add(reader.GetString()!);
            return null;
        }
        catch (InvalidOperationException)
        {
            // How Utf8JsonReader tells that an escape is half a surrogate pair
            return "A topic is not valid Unicode.";
        }
    }

    private static PublishRequest? Build(TopicName? inbox, List<string> names, in ContentReader reader, out string? problem)
    {
        var topics = new List<TopicName>(names.Count);
        foreach (var name in names)
        {
            if (!TopicName.TryParse(name, out var topic, out var wrong))
            {
                problem = string.Create(CultureInfo.InvariantCulture, $"Topic {topics.Count + 1} of {names.Count} is wrong: {wrong.Describe()}.");
                return null;
            }

            topics.Add(topic);
        }

        if (inbox is not null && topics.Count > 0)
        {
            problem = "There is no 'topic' here: the user in the path says where.";
            return null;
        }

        topics.AddRange(inbox is null ? [] : [inbox]);
        if (topics.Count == 0)
        {
            problem = "'topic' or 'topics' is missing.";
            return null;
        }

        var content = reader.Build(out var missing);
        problem = missing?.Detail;
        return content is null ? null : new PublishRequest(topics, content);
    }
}
