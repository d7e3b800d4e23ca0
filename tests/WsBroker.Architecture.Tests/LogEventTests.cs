using System.Reflection;
using Microsoft.Extensions.Logging;

namespace WsBroker.Architecture.Tests;

public sealed class LogEventTests
{
    public static TheoryData<string, int> Ranges => new()
    {
        { "Actors", 1000 },
        { "Gateway", 2000 },
        { "Broker", 3000 },
        { "Server", 4000 },
        { "Disk", 5000 },
        { "Redis", 6000 },
        { "Client", 7000 },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Every_event_has_a_number_of_its_own_in_the_range_of_its_project(string layer, int first)
    {
        var numbers = EventsOf(layer).Select(static log => log.EventId).ToList();

        Assert.All(numbers, number => Assert.InRange(number, first, first + 999));
        Assert.Equal(numbers.Distinct().Count(), numbers.Count);
    }

    private static IEnumerable<LoggerMessageAttribute> EventsOf(string layer) => Layers.Load(layer).GetTypes()
        .SelectMany(static type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
        .OfType<LoggerMessageAttribute>();
}
