using WsBroker.Gateway.Peers;

namespace WsBroker.Gateway.Tests.Peers;

public sealed class NodeNameTests
{
    [Theory]
    [InlineData("192.0.2.60", "192.0.2.60")]
    [InlineData("192.0.2.60:4711", "192.0.2.60")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("::1", "::1")]
    [InlineData("[2001:DB8::1]", "2001:db8::1")]
    [InlineData("[2001:db8::1]:4711", "2001:db8::1")]
    [InlineData("[::ffff:192.0.2.60]", "::ffff:192.0.2.60")]
    public void Takes_an_address_with_or_without_a_port(string name, string expected) =>
        Assert.Equal(expected, NodeName.Parse(name)?.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("unknown")]
    [InlineData("_hidden")]
    [InlineData("client.example")]
    [InlineData("1")]
    [InlineData("127.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("256.0.0.1")]
    [InlineData("192.0.2.60:123456")]
    [InlineData("[192.0.2.60]")]
    [InlineData("[2001:db8::1")]
    [InlineData("[2001:db8::1]4711")]
    [InlineData("2001:db8::1::2")]
    [InlineData(":")]
    [InlineData("127.0.0.1, 192.0.2.60")]
    public void Takes_nothing_else(string name) => Assert.Null(NodeName.Parse(name));

    [Theory]
    [InlineData("https", "https")]
    [InlineData("HTTPS", "https")]
    [InlineData("wss", "https")]
    [InlineData("http", "http")]
    [InlineData("ws", "http")]
    [InlineData("ftp", null)]
    [InlineData("", null)]
    public void Knows_the_schemes_of_the_web(string text, string? expected) => Assert.Equal(expected, NodeName.ParseScheme(text));
}
