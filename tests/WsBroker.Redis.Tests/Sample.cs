using WsBroker.Broker.Topics;
using WsBroker.TestKit.Faults;

namespace WsBroker.Redis.Tests;

/// <summary>Things to test with, made in few words.</summary>
internal static class Sample
{
    public static TopicName Topic(string text) =>
        TopicName.TryParse(text, out var name, out var problem) ? name : throw new ArgumentException(problem.ToString(), nameof(text));

    public static RedisOptions Options(FaultProxy proxy) => Options(FormattableString.Invariant($"127.0.0.1:{proxy.Port}"));

    public static RedisOptions Options(params string[] shards) => new(shards) { Timeout = TimeSpan.FromSeconds(1) };
}
