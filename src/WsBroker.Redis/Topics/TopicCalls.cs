using System.Globalization;
using System.Security.Cryptography;
using StackExchange.Redis;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Redis.Topics;

/// <summary>Runs the scripts on topics, and reads what they give.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="redis">Where.</param>
/// <param name="node">Which node this is.</param>
internal sealed class TopicCalls(RedisConnections redis, Guid node)
{
    // So that a node that has missed something finds it, though the rule of the topic keeps less, or nothing
    private const int LeastKept = 64;
    private const int LeastKeptBytes = 256 * 1024;

    // So much is read with one call: Redis does nothing else for so long, some milliseconds
    private const int PageSize = 1024;
    private const int PageBytes = 128 * 1024;

    // The arguments that all scripts have
    private const int Common = 7;

    private static readonly TimeSpan _leastAge = TimeSpan.FromMinutes(1);

    // How long an epoch outlives all that is remembered of it
    private static readonly TimeSpan _epochAge = TimeSpan.FromDays(1);

    /// <summary>Appends to a topic and tells all nodes.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="known">How far it has been seen.</param>
    /// <param name="settings">The topic's.</param>
    /// <param name="ticket">By which this node will know the batch again.</param>
    /// <param name="batch">What is published.</param>
    /// <exception cref="RedisUnavailableException">It failed, or nobody can tell.</exception>
    public async Task<AppendResult> AppendAsync(
        TopicName topic, SeenTop known, TopicSettings settings, long ticket, IReadOnlyList<(Content Content, Publisher Publisher)> batch)
    {
        var keys = KeysOf(topic);
        var values = new RedisValue[TopicScripts.AppendHead + (2 * batch.Count)];
        Begin(values, topic, known, settings, ticket);
        values[7] = Math.Max(settings.MaxHistoryCount, LeastKept);
        values[8] = Math.Max(settings.MaxHistoryBytes, LeastKeptBytes);
        values[9] = (long)Max(settings.HistoryAge, _leastAge).TotalMilliseconds;
        values[10] = (long)settings.KeyAge.TotalMilliseconds;
        values[11] = settings.Retain ? 1 : 0;
        for (var index = 0; index < batch.Count; index++)
        {
            var (content, publisher) = batch[index];
            var number = 0;
            if (content.Key is { } key)
            {
                keys.Add(redis.Names.Key(topic, $"k:{key}"));
                number = keys.Count - 3;
            }

            values[TopicScripts.AppendHead + (2 * index)] = PublicationFormat.Write(content, publisher);
            values[TopicScripts.AppendHead + (2 * index) + 1] = (2 * number) + (content.Payload.IsEmpty ? 1 : 0);
        }

        var shard = redis.Of(topic);
        var result = await shard.EvaluateAsync(ScriptsOf(shard).Append, [.. keys], values);
        return AppendResult.Read(result, batch.Count);
    }

    /// <summary>Where a topic stands, and its newest publications.</summary>
    /// <exception cref="RedisUnavailableException">It failed.</exception>
    public async Task<LookResult> LookAtNewestAsync(TopicName topic, SeenTop known, TopicSettings settings)
    {
        var found = await LookAsync(topic, known, settings, Math.Max(1, settings.MaxHistoryCount), upTo: "+");
        var newest = new NewestPublications(found.Position, settings);
        for (var page = found; newest.Take(page);)
        {
            page = await LookAsync(topic, found.Seen, settings, newest.Left, $"{newest.Next}-0");
        }

        return found with { Publications = newest.InOrder() };
    }

    /// <summary>Where a topic stands, and what follows on what was seen.</summary>
    /// <exception cref="RedisUnavailableException">It failed.</exception>
    public async Task<LookResult> LookAfterAsync(TopicName topic, SeenTop after, TopicSettings settings)
    {
        var found = await LookAsync(topic, after, settings, PageSize, upTo: "");
        var last = found.Publications.Count > 0 ? found.Publications[^1].Offset : found.Position.Offset;
        return found with { Publications = LookResult.ContiguousUpTo(found.Publications, last) };
    }

    /// <summary>Forgets a topic.</summary>
    /// <returns>Whether there was something.</returns>
    /// <exception cref="RedisUnavailableException">It failed.</exception>
    public async Task<bool> ForgetAsync(TopicName topic, TopicSettings settings)
    {
        var values = new RedisValue[Common];
        Begin(values, topic, SeenTop.Nothing, settings, ticket: 0);
        var shard = redis.Of(topic);
        return (int)await shard.EvaluateAsync(ScriptsOf(shard).Forget, [.. KeysOf(topic)], values) == 1;
    }

    private async Task<LookResult> LookAsync(TopicName topic, SeenTop known, TopicSettings settings, int count, string upTo)
    {
        var values = new RedisValue[Common + 3];
        Begin(values, topic, known, settings, ticket: 0);
        values[7] = Math.Min(count, PageSize);
        values[8] = upTo;
        values[9] = PageBytes;
        var shard = redis.Of(topic);
        return LookResult.Read(topic, await shard.EvaluateAsync(ScriptsOf(shard).Look, [.. KeysOf(topic)], values));
    }

    private void Begin(RedisValue[] values, TopicName topic, SeenTop known, TopicSettings settings, long ticket)
    {
        values[0] = known.Position.Epoch;
        values[1] = known.Position.Offset;
        values[2] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        values[3] = (byte[]?)redis.Names.Channel(topic);
        values[4] = BatchMessage.WriteSender(node, ticket);
        values[5] = settings.Retain
            ? "0"
            : (Max(settings.HistoryAge, settings.KeyAge) + _epochAge).TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
        values[6] = known.At;
    }

    private List<RedisKey> KeysOf(TopicName topic) => [redis.Names.Key(topic, "m"), redis.Names.Key(topic, "s"), redis.Names.Key(topic, "r")];

    private static TopicScripts ScriptsOf(RedisShard shard) => shard.HasShardedChannels ? TopicScripts.Sharded : TopicScripts.Classic;

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
