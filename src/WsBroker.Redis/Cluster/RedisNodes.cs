using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Broker.Cluster;
using WsBroker.Redis.Connections;
using WsBroker.Redis.Letters;

namespace WsBroker.Redis.Cluster;

/// <summary>How nodes know of each other over Redis: signs of life in one sorted set, letters on channels, revocations in a stream.</summary>
/// <remarks>Thread-safe. All of it lies on the first shard, under one hash tag. See <c>NodeScripts</c>.</remarks>
internal sealed class RedisNodes : INodeLink, IAsyncDisposable
{
    private const string Tag = "n";

    // As many as a node lets be in force
    private const int MaxRevocations = Revocations.DefaultMax;

    // So that what a node wrote in its last moment is found, too
    private static readonly TimeSpan _goneAge = TimeSpan.FromMinutes(10);

    private readonly RedisConnections _redis;
    private readonly HeardChannels _channels;
    private readonly LetterMetrics _metrics;
    private readonly ILogger _logger;
    private readonly TimeSpan _beatLife;
    private readonly TimeSpan _revocationAge;
    private readonly UnderWay _underWay = new();
    private readonly Lock _gate = new();
    private NodeId _heardAs;
    private Task _hearing = Task.CompletedTask;
    private ActorRef<ClusterMessage>? _node;

    /// <param name="redis">Where.</param>
    /// <param name="options">How long a sign of life counts.</param>
    /// <param name="revocationAge">How long a revocation is kept.</param>
    /// <param name="logger">Gets the lines.</param>
    /// <param name="time">The clock. Only lengths of time count.</param>
    public RedisNodes(RedisConnections redis, ClusterOptions options, TimeSpan revocationAge, ILogger logger, TimeProvider time)
    {
        (_redis, _beatLife, _revocationAge, _logger) = (redis, options.BeatLife, revocationAge, logger);
        _metrics = new LetterMetrics(redis.Metrics);
        _channels = new HeardChannels(redis.First, time);
    }

    private RedisKey[] Keys => [Key("alive"), Key("about"), Key("gone"), Key("revoked")];

    /// <inheritdoc/>
    public void Beat(NodeDescription node, bool isFirst, string revocationsUpTo, ActorRef<ClusterMessage> replyTo)
    {
        _ = BeatAsync(node, isFirst, revocationsUpTo, replyTo);
    }

    /// <inheritdoc/>
    public void Bury(NodeId node) => _ = BuryAsync(node, onlyIfSilent: true);

    /// <inheritdoc/>
    public void Leave(NodeId node) => _underWay.Add(BuryAsync(node, onlyIfSilent: false));

    /// <inheritdoc/>
    public void Send(NodeLetter letter)
    {
        var channel = letter is NodeLetter.Answer answer ? Of(answer.To) : All;
        _ = _redis.First.CallAsync(redis => redis.PublishAsync(channel, LetterFormat.Write(letter))).IsDoneAsync();
    }

    /// <inheritdoc/>
    public void Store(Revocation revocation, ActorRef<bool> replyTo) => _ = StoreAsync(revocation, replyTo);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _underWay.WhenAllHaveEndedAsync();
        await _channels.DisposeAsync();
    }

    private RedisChannel All => RedisChannel.Literal(_redis.Names.ChannelOf(Tag, "letters"));

    private RedisChannel Of(NodeId node) => RedisChannel.Literal(_redis.Names.ChannelOf($"{Tag}:{node}", "letters"));

    private RedisKey Key(string kind) => _redis.Names.Of(Tag, kind);

    private async Task BeatAsync(NodeDescription node, bool isFirst, string upTo, ActorRef<ClusterMessage> replyTo)
    {
        try
        {
            await HearAsync(node.Id, replyTo);
            var result = await _redis.First.EvaluateAsync(
                NodeScripts.Beat,
                Keys,
                [
                    node.Id.ToString(), NodeFormat.Write(node), isFirst ? 1 : 0, (long)_beatLife.TotalMilliseconds, (long)_goneAge.TotalMilliseconds, upTo, MaxRevocations,
                ]);
            replyTo.Tell(BeatResult.Read(node.Id, isFirst, upTo, result));
        }
        catch (Exception away) when (away is RedisUnavailableException or TimeoutException)
        {
            replyTo.Tell(new ClusterMessage.NotBeaten());
        }
        catch (Exception wrong) when (wrong is InvalidCastException or FormatException or OverflowException)
        {
            // Somebody else has written there
            _logger.NodesUnreadable(wrong);
            replyTo.Tell(new ClusterMessage.NotBeaten());
        }
    }

    // A node that is counted on hears
    private Task HearAsync(NodeId node, ActorRef<ClusterMessage> replyTo)
    {
        lock (_gate)
        {
            _node = replyTo;
            if (_heardAs != node)
            {
                _channels.Remove(Of(_heardAs), this);
                _heardAs = node;
                _hearing = Task.WhenAll(HearAsync(All), HearAsync(Of(node)));
            }

            return _hearing.WaitAsync(_redis.Options.Timeout);
        }
    }

    private Task HearAsync(RedisChannel channel)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _channels.Add(new HeardChannel(channel, this, Hear, () => begun.TrySetResult()));
        return begun.Task;
    }

    private void Hear(RedisValue message)
    {
        if (LetterFormat.Read(message, out var problem) is { } letter)
        {
            _node!.Tell(new ClusterMessage.Heard(letter));
        }
        else
        {
            _metrics.Dropped(problem);
        }
    }

    private Task<bool> BuryAsync(NodeId node, bool onlyIfSilent) =>
        _redis.First.EvaluateAsync(NodeScripts.Bury, Keys[..3], [node.ToString(), onlyIfSilent ? 1 : 0]).IsDoneAsync();

    private async Task StoreAsync(Revocation revocation, ActorRef<bool> replyTo) => replyTo.Tell(await _redis.First.EvaluateAsync(
        NodeScripts.Store, [Key("revoked")], [RevocationFormat.Write(revocation), (long)_revocationAge.TotalMilliseconds, MaxRevocations]).IsDoneAsync());
}
