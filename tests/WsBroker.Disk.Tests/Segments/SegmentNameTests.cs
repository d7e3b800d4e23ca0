using WsBroker.Disk.Segments;

namespace WsBroker.Disk.Tests.Segments;

public sealed class SegmentNameTests
{
    [Fact]
    public void Is_read_as_it_is_written()
    {
        var name = new SegmentName(0x1F, 0xDEADBEEF);

        Assert.Equal("0000001f-deadbeef.v1.log", name.ToString());
        Assert.True(SegmentName.TryParse(name.ToString(), out var read));
        Assert.Equal(name, read);
    }

    [Theory]
    [InlineData("0000001f-deadbeef.v2.log")]
    [InlineData("1f-deadbeef.v1.log")]
    [InlineData("ffffffff-deadbeef.v1.log")]
    [InlineData("0000001F-deadbeef.v1.log")]
    [InlineData("lock")]
    public void Is_no_other_name(string file) => Assert.False(SegmentName.TryParse(file, out _));
}
