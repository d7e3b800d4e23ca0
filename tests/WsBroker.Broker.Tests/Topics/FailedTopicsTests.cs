using WsBroker.Actors;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Topics;

public sealed class FailedTopicsTests
{
    private readonly VirtualTime _time = new SimulationDispatcher(1).Time;
    private readonly TopicName _topic = Sample.Topic("t");
    private readonly FailedTopics _failed = new();

    [Fact]
    public void The_first_failure_costs_no_rest()
    {
        _failed.Note(_topic, _time);

        Assert.False(_failed.Rests(_topic, _time));
    }

    [Theory]
    [InlineData(2, 100)]
    [InlineData(3, 200)]
    [InlineData(8, 6400)]
    [InlineData(9, 10_000)]
    [InlineData(1000, 10_000)]
    public void Each_further_one_doubles_the_rest_up_to_ten_seconds(int failures, int milliseconds)
    {
        Fail(failures);

        _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        Assert.True(_failed.Rests(_topic, _time));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(_failed.Rests(_topic, _time));
    }

    [Fact]
    public void Others_do_not_rest()
    {
        Fail(9);

        Assert.False(_failed.Rests(Sample.Topic("other"), _time));
    }

    [Fact]
    public void What_has_not_failed_for_a_minute_begins_from_the_first()
    {
        Fail(9);
        _time.Advance(TimeSpan.FromMinutes(1));

        Fail(1);

        Assert.False(_failed.Rests(_topic, _time));
    }

    private void Fail(int times)
    {
        for (var time = 0; time < times; time++)
        {
            _failed.Note(_topic, _time);
        }
    }
}
