using WsBroker.Broker.Topics;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>Rules that say what becomes of slow subscribers.</summary>
internal static class OverflowRule
{
    public static TopicRule Of(string match, OverflowPolicy policy) => TopicFilter.TryParse(match, out var filter, out var problem)
        ? new TopicRule(filter) { Overflow = policy }
        : throw new ArgumentException(problem.ToString(), nameof(match));
}
