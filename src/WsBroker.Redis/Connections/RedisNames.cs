using System.Text;
using StackExchange.Redis;
using WsBroker.Broker.Topics;

namespace WsBroker.Redis.Connections;

/// <summary>The names of keys and channels. Immutable.</summary>
/// <remarks>
/// Each is <c>prefix:{name}:kind</c>: what belongs together has one hash tag, so that one script of a cluster may touch it all. In the
/// name <c>%</c>, <c>{</c> and <c>}</c> are written as <c>%25</c>, <c>%7B</c> and <c>%7D</c>, so that no name ends its tag early or is like another.
/// </remarks>
/// <param name="prefix">What keys begin with: see <see cref="RedisOptions.Prefix"/>.</param>
/// <param name="channels">What channels begin with; null for the same.</param>
public sealed class RedisNames(string prefix, string? channels = null)
{
    private const string EndOfChannels = "}:c";

    private readonly string _channels = channels ?? prefix;

    /// <summary>A key.</summary>
    /// <param name="name">To what it belongs: what has the same name lies on the same server of a cluster.</param>
    /// <param name="kind">Which of its keys.</param>
    public string Of(string name, string kind) => $"{prefix}:{{{Escape(name)}}}:{kind}";

    /// <summary>A channel.</summary>
    /// <param name="name">To what it belongs.</param>
    /// <param name="kind">Which of its channels.</param>
    public string ChannelOf(string name, string kind) => $"{_channels}:{{{Escape(name)}}}:{kind}";

    /// <summary>A key of a topic. Such keys are never those of anything else.</summary>
    public RedisKey Key(TopicName topic, string kind) => Of(TagOf(topic), kind);

    /// <summary>The channel of a topic.</summary>
    public RedisChannel Channel(TopicName topic) => RedisChannel.Literal(ChannelOf(TagOf(topic), "c"));

    /// <summary>The channel of a topic where only those servers of a cluster hand it on that have the topic.</summary>
    public RedisChannel ShardedChannel(TopicName topic) => RedisChannel.Sharded(ChannelOf(TagOf(topic), "c"));

    /// <summary>The channel on which it is told who comes and goes in a topic.</summary>
    public string PresenceChannel(TopicName topic) => ChannelOf(TagOf(topic), "come");

    /// <summary>The topic of a channel; null if it is not the channel of one.</summary>
    public TopicName? TopicOf(RedisChannel channel)
    {
        var (text, begin) = ((string?)channel ?? "", BeginOfChannels(""));
        if (!text.StartsWith(begin, StringComparison.Ordinal) || !text.EndsWith(EndOfChannels, StringComparison.Ordinal) || text.Length < begin.Length + EndOfChannels.Length)
        {
            return null;
        }

        var name = text[begin.Length..^EndOfChannels.Length].Replace("%7B", "{", StringComparison.Ordinal).Replace("%7D", "}", StringComparison.Ordinal)
            .Replace("%25", "%", StringComparison.Ordinal);
        return TopicName.TryParse(name, out var topic, out _) ? topic : null;
    }

    /// <summary>What the channels of all topics begin with whose names begin so.</summary>
    internal string BeginOfChannels(string begin) => $"{_channels}:{{{Escape($"t:{begin}")}";

    private static string TagOf(TopicName topic) => $"t:{topic.Text}";

    private static string Escape(string name) => name.AsSpan().IndexOfAny('%', '{', '}') < 0
        ? name
        : new StringBuilder(name).Replace("%", "%25").Replace("{", "%7B").Replace("}", "%7D").ToString();
}
