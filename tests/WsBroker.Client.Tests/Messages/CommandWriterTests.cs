using System.Text;
using WsBroker.Client.Messages;

namespace WsBroker.Client.Tests.Messages;

public sealed class CommandWriterTests
{
    [Fact]
    public void Writes_a_greeting_with_what_is_known()
    {
        Assert.Equal("""{"id":1,"connect":{}}""", Text(CommandWriter.Connect(1, token: null, name: null)));
        Assert.Equal("""{"id":1,"connect":{"token":"T","name":"N"}}""", Text(CommandWriter.Connect(1, "T", "N")));
    }

    [Fact]
    public void Writes_each_kind_of_payload_in_its_own_member()
    {
        Assert.Equal(
            """{"id":3,"publish":{"topic":"a","text":"é\"","key":"k"}}""",
            Text(CommandWriter.Publish(3, "a", "é\"", "k", headers: null)));
        Assert.Equal(
            """{"id":3,"publish":{"topic":"a","base64":"aGk=","key":"k"}}""",
            Text(CommandWriter.Publish(3, "a", "hi"u8.ToArray(), "k", headers: null)));
        Assert.Equal(
            """{"id":3,"publish":{"topic":"a","data":{ "x":1.0 },"key":"k"}}""",
            Text(CommandWriter.Publish(3, "a", WsBrokerPayload.Json("""{ "x":1.0 }"""u8.ToArray()), "k", headers: null)));
        Assert.Equal(
            """{"id":3,"publish":{"topic":"a","data":null,"key":"k"}}""",
            Text(CommandWriter.Publish(3, "a", default, "k", headers: null)));
    }

    [Fact]
    public void Writes_headers_as_an_object_of_strings()
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["h"] = "v" };

        Assert.Equal(
            """{"id":3,"publish":{"topic":"a","text":"","key":"k","headers":{"h":"v"}}}""",
            Text(CommandWriter.Publish(3, "a", "", "k", headers)));
    }

    [Fact]
    public void Writes_where_a_subscription_begins()
    {
        Assert.Equal("""{"id":2,"subscribe":{"topic":"a"}}""", Text(CommandWriter.Subscribe(2, "a", recover: null, last: 0, echo: true)));
        Assert.Equal(
            """{"id":2,"subscribe":{"topic":"a","last":20,"echo":false}}""",
            Text(CommandWriter.Subscribe(2, "a", recover: null, last: 20, echo: false)));
        Assert.Equal(
            """{"id":2,"subscribe":{"topic":"a","recover":{"epoch":"E","offset":41}}}""",
            Text(CommandWriter.Subscribe(2, "a", new TopicPosition("E", 41), last: 20, echo: true)));
    }

    [Fact]
    public void An_unsubscription_asks_for_no_answer() =>
        Assert.Equal("""{"unsubscribe":{"topic":"a"}}""", Text(CommandWriter.Unsubscribe("a")));

    [Fact]
    public void Refuses_what_is_not_Unicode_instead_of_changing_it()
    {
        // Not in attributes: those are kept as UTF-8, which has no half pairs
        const string half = "\ud800";
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["h"] = half };

        Assert.Throws<ArgumentException>(() => CommandWriter.Publish(1, half, "text", "k", headers: null));
        Assert.Throws<ArgumentException>(() => CommandWriter.Publish(1, "a", "text", half, headers: null));
        Assert.Throws<ArgumentException>(() => CommandWriter.Publish(1, "a", "text", "k", headers));
        Assert.Throws<ArgumentException>(() => CommandWriter.Subscribe(1, half, recover: null, last: 0, echo: true));
    }

    private static string Text(byte[] command) => Encoding.UTF8.GetString(command);
}
