using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Redis.Topics;

/// <summary>
/// Publishes now and then to a topic of this node's own, on the way of every publication, and listens for it: so a connection is found on which
/// everything seems well but nothing is heard, or where nothing can be stored.
/// </summary>
/// <param name="shard">Which shard.</param>
/// <param name="redis">The connections that it belongs to.</param>
/// <param name="calls">The way of every publication.</param>
/// <param name="logger">Gets the lines.</param>
/// <param name="time">The clock.</param>
internal sealed class LivenessProbe(RedisShard shard, RedisConnections redis, TopicCalls calls, ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(10);
    private static readonly TopicSettings _settings = new() { MaxHistoryCount = 0, HistoryAge = TimeSpan.FromMinutes(1) };

    private readonly TopicName _topic = NameOf(shard, redis);
    private readonly ShardPlace _place = new(shard, redis, logger);
    private readonly Channel<bool> _heard = Channel.CreateBounded<bool>(1);
    private IConnectionMultiplexer? _hearsOn;
    private volatile bool _isWell = true;

    /// <summary>Whether the last probe came back, of a shard that is where it is for all nodes.</summary>
    public bool IsWell => _isWell;

    /// <summary>Probes until it is to end.</summary>
    /// <param name="isDeaf">Called when something was stored and not heard.</param>
    /// <param name="ending">When it is to end.</param>
    public async Task RunAsync(Func<Task> isDeaf, CancellationToken ending)
    {
        try
        {
            while (true)
            {
                if (shard.IsAvailable && !await ProbeAsync(ending))
                {
                    redis.Metrics.ProbeFailed();
                    logger.ShardDeaf(shard.Number);
                    await isDeaf();
                }

                await Task.Delay(_pause * (0.5 + (RandomNumberGenerator.GetInt32(1000) / 1000.0)), time, ending);
            }
        }
        catch (OperationCanceledException)
        {
            // As it was asked
        }
    }

    /// <returns>False if what was stored was not heard in time.</returns>
    private async Task<bool> ProbeAsync(CancellationToken ending)
    {
        try
        {
            if (!ReferenceEquals(_hearsOn, shard.Channels.Multiplexer))
            {
                await shard.HearAsync(redis.ChannelOf(_topic), _ => _heard.Writer.TryWrite(item: true));
                _hearsOn = shard.Channels.Multiplexer;
            }

            // What has come too late is no answer to what is asked now
            _heard.Reader.TryRead(out _);

            await calls.AppendAsync(_topic, SeenTop.Nothing, _settings, ticket: 0, [(new Content(PayloadKind.Binary, default), default)]);
            var hears = await HearsAsync(ending);
            _isWell = hears && await _place.IsRightAsync();
            return hears;
        }
        catch (RedisUnavailableException)
        {
            // It has been told why; deaf it is not
            _isWell = false;
            return true;
        }
    }

    private async Task<bool> HearsAsync(CancellationToken ending)
    {
        using var late = new CancellationTokenSource(redis.Options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ending);
        try
        {
            return await _heard.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ending.IsCancellationRequested)
        {
            return false;
        }
    }

    private static TopicName NameOf(RedisShard shard, RedisConnections redis)
    {
        while (true)
        {
            if (TopicName.TryParse($"$probe/{Guid.NewGuid():n}", out var name, out _) && ReferenceEquals(redis.Of(name), shard))
            {
                return name;
            }
        }
    }
}
