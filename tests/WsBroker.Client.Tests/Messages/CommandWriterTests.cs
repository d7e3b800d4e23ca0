using System.Text;
using WsBroker.Client.Messages;

namespace WsBroker.Client.Tests.Messages;

public sealed class CommandWriterTests
{
    [Fact]
    public void Writes_a_greeting_with_what_is_known()
    {
        Assert.Equal("""{"id":1,"connect":{}}""", Text(CommandWriter.Connect(1, token: null, new())));
        Assert.Equal(
            """{"id":1,"connect":{"token":"T","name":"N","info":{ "x":1 }}}""",
            Text(CommandWriter.Connect(1, "T", new() { Name = "N", Info = """{ "x":1 }"""u8.ToArray() })));
    }

    [Fact]
    public void Writes_which_session_to_take_up_again_and_where()
    {
        var positions = new Dictionary<string, TopicPosition>(StringComparer.Ordinal) { ["a"] = new("E", 7) };

        Assert.Equal(
            """{"id":1,"connect":{"session":"S","recover":{"a":{"epoch":"E","offset":7}}}}""",
            Text(CommandWriter.Connect(1, token: null, new(), "S", positions)));
    }

    [Fact]
    public void Writes_which_part_of_a_history_is_wanted_and_who_is_asked_for()
    {
        Assert.Equal("""{"id":5,"history":{"topic":"a","last":100}}""", Text(CommandWriter.History(5, "a", new())));
        Assert.Equal(
            """{"id":5,"history":{"topic":"a","after":3,"last":9}}""", Text(CommandWriter.History(5, "a", new() { After = 3, Count = 9 })));
        Assert.Equal(
            """{"id":5,"history":{"topic":"a","before":3,"last":9}}""", Text(CommandWriter.History(5, "a", new() { Before = 3, Count = 9 })));
        Assert.Equal("""{"id":6,"presence":{"topic":"a"}}""", Text(CommandWriter.Presence(6, "a")));
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
        Assert.Equal("""{"id":2,"subscribe":{"topic":"a"}}""", Text(CommandWriter.Subscribe(2, "a", recover: null, new())));
        Assert.Equal(
            """{"id":2,"subscribe":{"topic":"a","last":20,"echo":false}}""",
            Text(CommandWriter.Subscribe(2, "a", recover: null, new() { Last = 20, Echo = false })));
        Assert.Equal(
            """{"id":2,"subscribe":{"topic":"a","recover":{"epoch":"E","offset":41}}}""",
            Text(CommandWriter.Subscribe(2, "a", new TopicPosition("E", 41), new() { Last = 20 })));
        Assert.Equal(
            """{"id":2,"subscribe":{"topic":"a","presence":true}}""",
            Text(CommandWriter.Subscribe(2, "a", recover: null, new() { Left = _ => { } })));
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
        Assert.Throws<ArgumentException>(() => CommandWriter.Subscribe(1, half, recover: null, new()));
    }

    private static string Text(byte[] command) => Encoding.UTF8.GetString(command);
}
