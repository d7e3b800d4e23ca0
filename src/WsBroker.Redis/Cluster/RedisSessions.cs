using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;
using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Redis.Connections;
using WsBroker.Redis.Letters;

namespace WsBroker.Redis.Cluster;

/// <summary>Sessions that nodes keep together in Redis: one key each, which ends by itself.</summary>
/// <remarks>Thread-safe. Keys are named by a hash of the secret, so that who can read Redis' files cannot take sessions up.</remarks>
/// <param name="redis">Where.</param>
/// <param name="options">How long they are kept.</param>
internal sealed class RedisSessions(RedisConnections redis, KeptSessionOptions options) : ISharedSessions, IAsyncDisposable
{
    // Only if it is that user's, and then out of the others' reach
    private const string TakeScript = """
        local kept = redis.call('GET', KEYS[1])
        if not kept or string.sub(kept, 1, #ARGV[1]) ~= ARGV[1] then return false end
        redis.call('DEL', KEYS[1])
        return kept
        """;

    // A node that ends has all its clients go, who may be elsewhere before the last of their sessions is there
    private readonly UnderWay _underWay = new();

    /// <inheritdoc/>
    public void Keep(SessionId id, string? user, IReadOnlyList<Command.Subscribe> subscriptions, ActorRef<bool> replyTo) =>
        _underWay.Add(KeepAsync(id, SessionFormat.Write(user, subscriptions), replyTo));

    /// <inheritdoc/>
    public void Take(SessionId id, string? user, ActorRef<IReadOnlyList<Command.Subscribe>?> replyTo) => _ = TakeAsync(id, user, replyTo);

    /// <inheritdoc/>
    // If it fails, the session ends by itself
    public void Discard(SessionId id) => _ = redis.First.CallAsync(calls => calls.KeyDeleteAsync(KeyOf(id))).IsDoneAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(_underWay.WhenAllHaveEndedAsync());

    private RedisKey KeyOf(SessionId id) =>
        redis.Names.Of($"s:{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(id.Reveal())))}", "session");

    private async Task KeepAsync(SessionId id, byte[] session, ActorRef<bool> replyTo)
    {
        try
        {
            replyTo.Tell(await redis.First.CallAsync(calls => calls.StringSetAsync(KeyOf(id), session, options.Age)));
        }
        catch (RedisUnavailableException)
        {
            replyTo.Tell(message: false);
        }
    }

    private async Task TakeAsync(SessionId id, string? user, ActorRef<IReadOnlyList<Command.Subscribe>?> replyTo)
    {
        try
        {
            var kept = (byte[]?)await redis.First.EvaluateAsync(TakeScript, [KeyOf(id)], [SessionFormat.Begin(user)]);
            replyTo.Tell(kept is null ? null : SessionFormat.Read(kept, user));
        }
        catch (RedisUnavailableException)
        {
            replyTo.Tell(message: null);
        }
    }
}
