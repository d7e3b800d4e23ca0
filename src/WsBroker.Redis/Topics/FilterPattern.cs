using System.Text;
using StackExchange.Redis;
using WsBroker.Broker.Topics;
using WsBroker.Redis.Connections;

namespace WsBroker.Redis.Topics;

/// <summary>The channels on which a node hears what a filter matches, as a pattern of Redis; it may match others too.</summary>
internal static class FilterPattern
{
    /// <summary>The pattern: what the filter begins with before its first wildcard.</summary>
    public static RedisChannel Of(RedisNames names, TopicFilter filter)
    {
        var levels = filter.Text.Split('/');
        var fixedLevels = levels.TakeWhile(static level => level is not ("+" or "#")).ToList();
        var begin = Quote(names.BeginOfChannels(string.Join('/', fixedLevels)));
        var rest = (fixedLevels.Count, levels.ElementAtOrDefault(fixedLevels.Count)) switch
        {
            // A wildcard at the first level matches no name that begins with $
            (0, _) => "[^$]*",
            (_, "+") => "/*",

            // What is above the rest too: the name may end here
            (_, "#") => "[/}]*",
            _ => "}*",
        };
        return RedisChannel.Pattern(begin + rest);
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is '*' or '?' or '[' or ']' or '\\')
            {
                quoted.Append('\\');
            }

            quoted.Append(character);
        }

        return quoted.ToString();
    }
}
