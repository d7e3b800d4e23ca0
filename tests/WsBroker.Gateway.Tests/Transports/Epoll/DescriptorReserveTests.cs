using WsBroker.Gateway.Transports.Epoll;

namespace WsBroker.Gateway.Tests.Transports.Epoll;

public sealed class DescriptorReserveTests
{
    [Theory]
    [InlineData(1024, 960)]
    [InlineData(100, 75)]
    [InlineData(int.MaxValue, int.MaxValue - 64)]
    public void ND_06_The_last_descriptors_are_not_for_connections(int limit, int first)
    {
        var reserve = new DescriptorReserve(limit);

        Assert.False(reserve.IsTouchedBy(first - 1));
        Assert.True(reserve.IsTouchedBy(first));
    }
}
