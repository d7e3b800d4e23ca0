using WsBroker.Server.Options;

namespace WsBroker.Server.Tests.Options;

public sealed class TimeRangeTests
{
    private static readonly TimeRange _range = new(TimeSpan.Zero, TimeSpan.FromDays(30));

    [Theory]
    [InlineData("00:00:05", 5)]
    [InlineData("0:0:5", 5)]
    [InlineData("00:00:00.5", 0.5)]
    [InlineData("1.00:00:01", 86401)]
    [InlineData("0", 0)]
    [InlineData("30.00:00:00", 2592000)]
    public void A_time_is_written_with_colons(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), _range.Read(text));

    [Theory]
    [InlineData("5")]
    [InlineData("30.00:00:01")]
    [InlineData("-00:00:01")]
    [InlineData("5s")]
    [InlineData("")]
    public void What_could_be_meant_otherwise_or_is_out_of_range_is_none(string text) => Assert.Null(_range.Read(text));

    [Theory]
    [InlineData(0.1, "00:00:00.1")]
    [InlineData(5, "00:00:05")]
    [InlineData(86400, "1.00:00:00")]
    public void A_time_is_told_as_it_is_written(double seconds, string text)
    {
        var time = TimeSpan.FromSeconds(seconds);

        Assert.Equal(text, _range.Text(time));
        Assert.Equal(time, _range.Read(text));
    }
}
