using WsBroker.Server.Options;

namespace WsBroker.Server.Tests.Options;

public sealed class ApiKeyKeysTests
{
    private const string Hash = "0123456789abcdefABCDEF0123456789abcdefABCDEF0123456789abcdefABCD";

    [Fact]
    public void Keys_are_numbered_and_have_parts()
    {
        var options = OptionsReader.Read(
            file: null,
            ["apiKeys:1:name=b", $"apiKeys:1:sha256={Hash}", "apiKeys:1:readOnly=true", "apiKeys:0:name=a", $"apiKeys:0:sha256={Hash}", "apiKeys:0:prefix=a/"],
            []);

        Assert.Equal(
            [new() { Name = "a", Sha256 = Hash, Prefix = "a/" }, new() { Name = "b", Sha256 = Hash, ReadOnly = true }],
            options.ApiKeys);
        Assert.Contains("apiKeys:0:prefix = a/", OptionKeys.Describe(options), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("apiKeys:0:name=a", "each has a name, and a hash or a certificate")]
    [InlineData($"apiKeys:1:sha256={Hash}", "without a gap")]
    [InlineData("apiKeys:0:sha256=secret", "allowed is 64 hexadecimal digits")]
    [InlineData("apiKeys:0:name=", "'apiKeys:0:name' cannot be ''")]
    [InlineData("apiKeys:0:colour=red", "There is no option 'apiKeys:0:colour'")]
    public void A_key_that_is_half_told_stops_the_start(string setting, string part)
    {
        var wrong = Assert.Throws<InvalidOptionsException>(() => OptionsReader.Read(file: null, [setting], []));

        Assert.Contains(part, wrong.Message, StringComparison.Ordinal);
    }
}
