using System.Text;
using System.Text.Json;

namespace WsBroker.Client.Tests;

public sealed class WsBrokerPayloadTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("1 2")]
    [InlineData("'a'")]
    public void Refuses_JSON_that_is_none(string text) =>
        Assert.ThrowsAny<JsonException>(() => WsBrokerPayload.Json(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Refuses_JSON_that_is_nested_deeper_than_the_server_reads()
    {
        Assert.Equal(PayloadKind.Json, Nested(60).Kind);
        Assert.ThrowsAny<JsonException>(() => Nested(61));
    }

    [Fact]
    public void Refuses_text_that_is_not_Unicode() => Assert.Throws<ArgumentException>(() => WsBrokerPayload.Text("a\udc00"));

    private static WsBrokerPayload Nested(int depth) =>
        WsBrokerPayload.Json(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth)));
}
