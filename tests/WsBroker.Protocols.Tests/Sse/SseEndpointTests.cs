using System.Buffers;
using System.Text;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Protocols.Sse;
using WsBroker.TestKit;

namespace WsBroker.Protocols.Tests.Sse;

public sealed class SseEndpointTests
{
    private readonly SseEndpoint _endpoint = new(maxTopics: 128);

    [Theory]
    [InlineData("topic=a", true)]
    [InlineData("topic=a&last=5&presence=true&lastEventId=e:1", true)]
    [InlineData("topic=a/%23", true)]
    [InlineData("topic=a/%23&topic=b/%2B", true)]
    [InlineData("topic=a&topic=b", false)]
    [InlineData("topic=a&topic=b/%23", false)]
    public void Who_listens_to_one_topic_or_to_filters_gets_the_bytes_of_all_others(string query, bool isShared)
    {
        var protocol = Start(query);

        Assert.Equal(isShared, protocol.Rewriter is null);
    }

    [Theory]
    [InlineData("topic=a&topic=b", "a", "e:7", "e:7,")]
    [InlineData("topic=b&topic=a", "a", "e:7", ",e:7")]
    [InlineData("topic=b&topic=a&lastEventId=f:1,e:6", "a", "e:7", "f:1,e:7")]
    [InlineData("topic=b&topic=a/%23", "a/x", "e:7", null)]
    [InlineData("topic=b&topic=a/%23&lastEventId=f:1", "a/x", "e:7", "f:1")]
    [InlineData("topic=a&topic=a/x&lastEventId=f:1,e:6", "a/x", "e:7", "f:1,e:7")]
    public void The_id_of_a_message_has_the_places_of_all_topics_in_the_order_of_the_address(string query, string topic, string own, string? id)
    {
        var protocol = Start(query);
        var bytes = Encode(topic, own);

        var rewritten = Encoding.UTF8.GetString(protocol.Rewriter!.Rewrite(bytes).Span);

        var rest = Encoding.UTF8.GetString(bytes)[$"id: {own}\n".Length..];
        Assert.Equal(id is null ? rest : $"id: {id}\n{rest}", rewritten);
    }

    [Fact]
    public void A_delivery_of_several_messages_is_rewritten_one_by_one_and_what_has_no_id_stays()
    {
        var protocol = Start("topic=a&topic=b");
        byte[] joined = [.. "event: joined\ndata: {}\n\n"u8];

        var rewritten = protocol.Rewriter!.Rewrite((byte[])[.. Encode("a", "e:1"), .. joined, .. Encode("b", "f:9"), .. Encode("a", "e:2")]);

        Assert.Equal(
            ["id: e:1,", "event: joined", "id: e:1,f:9", "id: e:2,f:9"],
            Encoding.UTF8.GetString(rewritten.Span).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(static one => one.Split('\n')[0]),
            StringComparer.Ordinal);
    }

    [Fact]
    public void An_epoch_may_have_any_characters()
    {
        var protocol = Start("topic=a&topic=b");

        var rewritten = Encoding.UTF8.GetString(protocol.Rewriter!.Rewrite(Encode("a", "é:,\n %", 3)).Span);
        var again = Start($"topic=a&topic=b&lastEventId={Uri.EscapeDataString(rewritten.Split('\n')[0]["id: ".Length..])}");
        var both = Encoding.UTF8.GetString(again.Rewriter!.Rewrite(Encode("b", "f:1")).Span);

        Assert.Equal(rewritten.Split('\n')[0] + "f:1", both.Split('\n')[0]);
    }

    private static byte[] Encode(string topic, string id) => Encode(topic, id.Split(':')[0], long.Parse(id.Split(':')[1], provider: null));

    private static byte[] Encode(string topic, string epoch, long offset)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.True(TopicName.TryParse(topic, out var name, out _));
        SseForm.Instance.Write(new Publication(name, epoch, offset, 5, new Content(PayloadKind.Text, "hi"u8.ToArray()), default), output);
        return output.WrittenSpan.ToArray();
    }

    private ClientProtocol Start(string query)
    {
        var accepted = Assert.IsAssignableFrom<Opening.Accepted>(_endpoint.Open("/sse", query));
        var environment = new SessionEnvironment { Topics = new ActorProbe<TopicsMessage>() };
        return accepted.Start(new Session(new Participant(new ClientId(1), User: null), null!, new ActorProbe<SessionMessage>(), environment));
    }
}
