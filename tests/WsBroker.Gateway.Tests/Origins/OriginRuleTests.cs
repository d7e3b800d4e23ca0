using WsBroker.Gateway.Origins;

namespace WsBroker.Gateway.Tests.Origins;

public sealed class OriginRuleTests
{
    [Theory]
    [InlineData("https://a.example.com", true)]
    [InlineData("https://A.Example.Com:443", true)]
    [InlineData("https://a.b.example.com", true)]
    [InlineData("https://example.com", false)]
    [InlineData("https://aexample.com", false)]
    [InlineData("https://a.example.com.", false)]
    [InlineData("https://a.example.com.evil.example", false)]
    [InlineData("http://a.example.com", false)]
    [InlineData("https://a.example.com:8443", false)]
    public void HS_15_A_domain_stands_for_all_hosts_below_it_and_not_for_itself(string page, bool expected) =>
        Assert.Equal(expected, Parse("https://*.example.com").Allows(ParseOrigin(page)));

    [Theory]
    [InlineData("https://*.example.com:8443", "https://a.example.com:8443", true)]
    [InlineData("https://*.example.com:8443", "https://a.example.com", false)]
    [InlineData("http://app.example.com", "http://app.example.com:80", true)]
    [InlineData("http://app.example.com", "https://app.example.com", false)]
    [InlineData("*", "https://anything.example:1", true)]
    public void Scheme_and_port_count(string rule, string page, bool expected) =>
        Assert.Equal(expected, Parse(rule).Allows(ParseOrigin(page)));

    [Theory]
    [InlineData("")]
    [InlineData("**")]
    [InlineData("*.example.com")]
    [InlineData("app.example.com")]
    [InlineData("https://*")]
    [InlineData("https://*.")]
    [InlineData("https://a.*.example.com")]
    [InlineData("https://*.*.example.com")]
    [InlineData("https://*example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("*://app.example.com")]
    [InlineData("null")]
    public void What_is_no_rule_is_not_taken(string text) => Assert.False(OriginRule.TryParse(text, out _));

    [Theory]
    [InlineData("*")]
    [InlineData("https://*.example.com")]
    [InlineData("https://app.example.com:8443")]
    public void Is_written_as_it_was_read(string text) => Assert.Equal(text, Parse(text).ToString());

    private static OriginRule Parse(string text) =>
        OriginRule.TryParse(text, out var rule) ? rule : throw new ArgumentException(text, nameof(text));

    private static Origin ParseOrigin(string text) =>
        Origin.TryParse(text, out var origin) ? origin : throw new ArgumentException(text, nameof(text));
}
