using System.Diagnostics;
using System.Net;
using WsBroker.Gateway.Peers;

namespace WsBroker.Gateway.Tests.Peers;

public sealed class ForwardedReaderTests
{
    [Fact]
    public void Reads_hops_in_their_order()
    {
        var hops = ForwardedReader.Read(
            """for=192.0.2.43;proto=https;host=broker.example, For="[2001:db8:cafe::17]:4711" ; by=203.0.113.43;PROTO=http,for=unknown""");

        Assert.Equal(
            [
                new Hop(IPAddress.Parse("192.0.2.43"), "https", "broker.example"),
                new Hop(IPAddress.Parse("2001:db8:cafe::17"), "http"),
                new Hop(Address: null),
            ],
            hops);
    }

    [Theory]
    [InlineData("""host="a\"b,c;d\\e";for=192.0.2.1""", """a"b,c;d\e""")]
    [InlineData("""for=192.0.2.1;host="broker.example:8080" """, "broker.example:8080")]
    [InlineData("""host="";for=192.0.2.1""", "")]
    public void Takes_quoted_values(string value, string host) =>
        Assert.Equal(new Hop(IPAddress.Parse("192.0.2.1"), Host: host), Assert.Single(ForwardedReader.Read(value)));

    [Theory]
    [InlineData("for=192.0.2.1,,for=192.0.2.2,")]
    [InlineData(",for=192.0.2.1;;, ;for=192.0.2.2")]
    public void Passes_over_what_is_empty(string value) => Assert.Equal(2, ForwardedReader.Read(value).Count);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(",")]
    [InlineData("for")]
    [InlineData("for=")]
    [InlineData("=192.0.2.1")]
    [InlineData("for =192.0.2.1")]
    [InlineData("for=192.0.2.1 192.0.2.2")]
    [InlineData("for=[2001:db8::1]")]
    [InlineData("""for="192.0.2.1""")]
    [InlineData("""for="192.0.2.1\""")]
    [InlineData("""for="192.0.2.1"x""")]
    [InlineData("for=192.0.2.1, by")]
    public void What_is_empty_or_malformed_tells_of_nobody(string value) => Assert.Empty(ForwardedReader.Read(value));

    [Theory]
    [InlineData("for=192.0.2.1,")]
    [InlineData("""for="\"\"\"",""")]
    [InlineData(";")]
    [InlineData("\"")]
    public void HS_45_Takes_a_value_of_any_length(string part)
    {
        var watch = Stopwatch.StartNew();

        ForwardedReader.Read(string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length)));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed} for a megabyte");
    }
}
