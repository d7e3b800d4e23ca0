using System.Buffers;
using System.Text;
using WsBroker.Broker.Presence;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;
using WsBroker.Protocols.Json;

namespace WsBroker.Protocols.Tests.Json;

public sealed class JsonFormTests
{
    [Theory]
    [InlineData(PayloadKind.Json, """ {"a" : "\ud800"} """, """ "data": {"a" : "\ud800"} """)]
    [InlineData(PayloadKind.Text, "é\"\\\n\u0001<", """ "text":"é\"\\\n\u0001<" """)]
    [InlineData(PayloadKind.Binary, "\0\u0001a", """ "base64":"AAFh" """)]
    public void Writes_every_kind_of_payload_as_it_was_meant(PayloadKind kind, string payload, string expected)
    {
        Assert.True(TopicName.TryParse("t", out var topic, out _));
        var content = new Content(kind, Encoding.UTF8.GetBytes(payload));

        var written = Write(new Publication(topic, "E", 1, 2, content, default));

        var member = kind is PayloadKind.Json ? $"\"data\":{payload}" : expected.Trim();
        Assert.Equal($$$"""{"message":{"topic":"t","offset":1,{{{member}}},"at":2}}""", written);
        Assert.False(JsonForm.Instance.IsBinary(kind));
    }

    [Fact]
    public void Writes_headers_and_publisher_if_there_are_any()
    {
        Assert.True(TopicName.TryParse("t", out var topic, out _));
        var content = new Content(PayloadKind.Json, "1"u8.ToArray()) { Headers = """{"h":1}"""u8.ToArray() };

        var written = Write(new Publication(topic, "E", 1, 2, content, new Publisher(new ClientId(10), "me")));

        Assert.Equal(
            """{"message":{"topic":"t","offset":1,"data":1,"headers":{"h":1},"user":"me","client":"000000000000000a","at":2}}""",
            written);
    }

    [Fact]
    public void Tells_who_comes_and_goes_and_how_many_are_there()
    {
        Assert.True(TopicName.TryParse("t", out var topic, out _));
        var client = new Participant(new ClientId(10), "me") { Name = "n", Info = "[1]"u8.ToArray() };

        Assert.Equal("""{"joined":{"topic":"t","client":"000000000000000a","user":"me","name":"n","info":[1]}}""", Tell(new PresenceNews.Joined(topic, client)));
        Assert.Equal("""{"left":{"topic":"t","client":"000000000000000b"}}""", Tell(new PresenceNews.Left(topic, new Participant(new ClientId(11), User: null))));
        Assert.Equal("""{"presence":{"topic":"t","count":5}}""", Tell(new PresenceNews.Counted(topic, 5)));
    }

    private static string Tell(PresenceNews news)
    {
        var output = new ArrayBufferWriter<byte>();
        JsonForm.Instance.Write(news, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Write(Publication publication)
    {
        var output = new ArrayBufferWriter<byte>();
        JsonForm.Instance.Write(publication, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
