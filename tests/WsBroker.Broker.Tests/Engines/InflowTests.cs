using WsBroker.Broker.Engines;

namespace WsBroker.Broker.Tests.Engines;

public sealed class InflowTests
{
    private readonly Inflow _inflow = new(10_000);

    [Fact]
    public void What_is_too_much_is_left_out_and_that_is_said_once()
    {
        Assert.True(_inflow.TryEnter(4000));
        Assert.True(_inflow.TryEnter(4000));
        Assert.False(_inflow.TryEnter(4000));

        Assert.True(_inflow.Leave(4000));
        Assert.False(_inflow.Leave(4000));
    }

    [Fact]
    public void What_was_taken_makes_room()
    {
        for (var count = 0; count < 100; count++)
        {
            Assert.True(_inflow.TryEnter(9000));
            Assert.False(_inflow.Leave(9000));
        }
    }

    [Fact]
    public void One_message_may_be_larger_than_all_that_may_be_on_the_way()
    {
        Assert.True(_inflow.TryEnter(20_000));
        Assert.False(_inflow.TryEnter(1));
    }
}
