using System.Text;
using WsBroker.Broker.Overflow;
using WsBroker.Broker.Publications;

namespace WsBroker.Broker.Tests.Overflow;

public sealed class ConflationKeyTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("{}", "")]
    [InlineData("""{"key":"EURUSD"}""", "EURUSD")]
    [InlineData("""{"a":{"key":"no"},"b":["key","no"],"key":"yes","c":1}""", "yes")]
    [InlineData("""{"key":42.50}""", "42.50")]
    [InlineData("""{"key":null}""", "")]
    [InlineData("""{"key":{"key":"no"}}""", "")]
    [InlineData("""{"k\u0065y":"escaped name"}""", "escaped name")]
    [InlineData("""{"key":"\ud800"}""", """\ud800""")]
    public void Is_the_string_or_the_number_of_the_header(string headers, string expected) =>
        Assert.Equal(expected, ConflationKey.Of(new Content(PayloadKind.Text, default) { Headers = Encoding.UTF8.GetBytes(headers) }));
}
