using WsBroker.Gateway.Origins;

namespace WsBroker.Gateway.Tests.Origins;

public sealed class OriginTests
{
    [Theory]
    [InlineData("https://app.example.com", "https", "app.example.com", 443)]
    [InlineData("http://app.example.com", "http", "app.example.com", 80)]
    [InlineData("HTTPS://App.Example.COM:8443", "https", "app.example.com", 8443)]
    [InlineData("http://[2001:DB8::1]:81", "http", "[2001:db8::1]", 81)]
    [InlineData("https://xn--bcher-kva.example", "https", "xn--bcher-kva.example", 443)]
    [InlineData("capacitor://localhost", "capacitor", "localhost", 0)]
    public void Has_a_scheme_a_host_and_a_port(string text, string scheme, string host, int port)
    {
        var isOrigin = Origin.TryParse(text, out var origin);

        Assert.True(isOrigin);
        Assert.Equal((scheme, host, port), (origin.Scheme, origin.Host, origin.Port));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("file://")]
    [InlineData("://app.example.com")]
    [InlineData("//app.example.com")]
    [InlineData("https://")]
    [InlineData("https://:443")]
    [InlineData("https://.example.com")]
    [InlineData("https://a..example.com")]
    [InlineData("https:app.example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("https://app.example.com?")]
    [InlineData("https://app.example.com#")]
    [InlineData("https://user@app.example.com")]
    [InlineData("https://app.example.com ")]
    [InlineData(" https://app.example.com")]
    [InlineData("https://app.example.com:")]
    [InlineData("https://app.example.com:0")]
    [InlineData("https://app.example.com:65536")]
    [InlineData("https://app.example.com:+1")]
    [InlineData("http://a:b")]
    [InlineData("http://a:1:2")]
    [InlineData("https://b\u00FCcher.example")]
    [InlineData("https://[::1")]
    [InlineData("https://[]")]
    [InlineData("https://[::1]x")]
    [InlineData("https://one.example, https://two.example")]
    [InlineData("1https://app.example.com")]
    public void Nothing_else_is_an_origin(string text) => Assert.False(Origin.TryParse(text, out _));

    [Theory]
    [InlineData("http://localhost:3000", true)]
    [InlineData("https://127.0.0.1", true)]
    [InlineData("http://127.8.9.10:5000", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("http://localhost.example", false)]
    [InlineData("http://127.0.0.1.example", false)]
    [InlineData("http://128.0.0.1", false)]
    [InlineData("capacitor://localhost", false)]
    public void Knows_pages_of_the_machine_itself(string text, bool expected)
    {
        _ = Origin.TryParse(text, out var origin);

        Assert.Equal(expected, origin.IsLoopback);
    }

    [Theory]
    [InlineData("http://localhost:8080", true)]
    [InlineData("http://app.localhost", true)]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://192.0.2.1", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("http://[2001:db8::1]", true)]
    [InlineData("http://evil.example:8080", false)]
    [InlineData("http://localhost.evil.example", false)]
    [InlineData("http://evillocalhost", false)]
    [InlineData("http://127.0.0.1.evil.example", false)]
    [InlineData("http://127-0-0-1.evil.example", false)]
    [InlineData("http://[dead]", false)]
    [InlineData("http://broker", false)]
    public void AD_08_Knows_hosts_that_nobody_can_point_elsewhere(string text, bool expected)
    {
        _ = Origin.TryParse(text, out var origin);

        Assert.Equal(expected, origin.HasFixedHost);
    }

    [Theory]
    [InlineData("https://app.example.com:443", "https://app.example.com")]
    [InlineData("http://app.example.com:443", "http://app.example.com:443")]
    [InlineData("capacitor://localhost", "capacitor://localhost")]
    public void Is_written_as_browsers_write_it(string text, string expected)
    {
        _ = Origin.TryParse(text, out var origin);

        Assert.Equal(expected, origin.ToString());
    }
}
