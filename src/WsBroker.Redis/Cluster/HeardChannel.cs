using StackExchange.Redis;

namespace WsBroker.Redis.Cluster;

/// <summary>A channel that is to be heard. Belongs to <see cref="HeardChannels"/>.</summary>
/// <param name="Channel">Which.</param>
/// <param name="Owner">For whom.</param>
/// <param name="Heard">Takes what is heard.</param>
/// <param name="Begun">Called when it is heard from then on; what came before may have been missed.</param>
internal sealed record HeardChannel(RedisChannel Channel, object Owner, Action<RedisValue> Heard, Action Begun)
{
    /// <summary>By which it is heard; null while it is not.</summary>
    public ChannelMessageQueue? Queue { get; set; }
}
