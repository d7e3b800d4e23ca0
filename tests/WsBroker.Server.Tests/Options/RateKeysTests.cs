using WsBroker.Server.Options;

namespace WsBroker.Server.Tests.Options;

public sealed class RateKeysTests
{
    [Fact]
    public void Nothing_is_limited_unless_it_is_set() => Assert.False(Read().Rates.AreLimited);

    [Theory]
    [InlineData("rates:connection:publish=10")]
    [InlineData("rates:connection:subscribe=1000000")]
    [InlineData("rates:connection:bytes=1073741824")]
    [InlineData("rates:user:connect=1")]
    [InlineData("rates:user:publish=10")]
    [InlineData("rates:user:subscribe=10")]
    [InlineData("rates:user:bytes=10")]
    [InlineData("rates:address:connect=1")]
    [InlineData("rates:address:publish=10")]
    [InlineData("rates:address:subscribe=10")]
    [InlineData("rates:address:bytes=10")]
    [InlineData("rates:apiKey:publish=10")]
    public void Each_is_set_by_itself_and_told_as_it_is_written(string setting)
    {
        var options = Read(setting);

        Assert.True(options.Rates.AreLimited);
        var set = OptionKeys.Describe(options).Where(static line => line.StartsWith("rates:", StringComparison.Ordinal) && !line.EndsWith(" = 0", StringComparison.Ordinal));
        Assert.Equal(
            ((string[])[setting.Replace("=", " = ", StringComparison.Ordinal), "rates:burst = 00:00:01"]).Order(StringComparer.Ordinal),
            set.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("rates:connection:publish=-1")]
    [InlineData("rates:connection:publish=1000001")]
    [InlineData("rates:address:bytes=1073741825")]
    [InlineData("rates:connection:connect=1")]
    [InlineData("rates:apiKey:bytes=1")]
    [InlineData("rates:burst=00:00:00.9")]
    [InlineData("rates:burst=00:01:01")]
    public void Values_out_of_range_and_keys_that_there_are_not_stop_the_start(string setting) =>
        Assert.Throws<InvalidOptionsException>(() => Read(setting));

    private static ServerOptions Read(params string[] settings) => OptionsReader.Read(file: null, settings, []);
}
