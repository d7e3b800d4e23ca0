using System.Globalization;

namespace WsBroker.Broker.Topics;

/// <summary>The sentence that tells a person what is wrong with a topic's name or filter, and what is allowed.</summary>
public static class TopicProblemText
{
    /// <summary>A sentence without the offending text, so that nothing of the peer's is echoed.</summary>
    public static string Describe(this TopicProblem problem) => problem switch
    {
        TopicProblem.None => "the topic is fine",
        TopicProblem.Empty => "the topic is empty; allowed are 1 to 255 bytes of UTF-8",
        TopicProblem.TooLong => "the topic is too long; allowed are 1 to 255 bytes of UTF-8",
        TopicProblem.TooManyLevels => string.Create(
            CultureInfo.InvariantCulture, $"the topic has too many levels; allowed are {TopicName.MaxLevels}, separated by '/'"),
        TopicProblem.ControlCharacter => "the topic has a control character; allowed is any other Unicode text",
        TopicProblem.NotUnicode => "the topic is not valid Unicode; allowed is any UTF-8 text without control characters",
        TopicProblem.WildcardInName => "'+' and '#' are wildcards of filters; a topic to publish to cannot have them",
        TopicProblem.WildcardMisplaced => "a wildcard fills its level: '+' stands for one level, '#' for the rest and comes last",
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "no such problem"),
    };
}
