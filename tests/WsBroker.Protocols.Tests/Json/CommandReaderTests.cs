using System.Text;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Protocols.Json;
using WsBroker.TestKit;
using static WsBroker.Protocols.Tests.Json.Reading;

namespace WsBroker.Protocols.Tests.Json;

public sealed class CommandReaderTests
{
    private const string Whole =
        """{"id":"a\"b","publish":{"topic":"t/\u00e9","data":{"x":[1.0e+2,"\ud800"]},"headers":{"h":1},"key":"k"}}""";

    [Theory]
    [InlineData("""{"connect":{}}""", typeof(Command.Connect))]
    [InlineData("""{"ping":{}}""", typeof(Command.Ping))]
    [InlineData("""{"subscribe":{"topic":"a/+"}}""", typeof(Command.Subscribe))]
    [InlineData("""{"unsubscribe":{"topic":"a"}}""", typeof(Command.Unsubscribe))]
    [InlineData("""{"publish":{"topic":"a","data":1}}""", typeof(Command.Publish))]
    [InlineData("""{"history":{"topic":"a"}}""", typeof(Command.ReadHistory))]
    [InlineData("""{"presence":{"topic":"a"}}""", typeof(Command.ReadPresence))]
    [InlineData("""{"unknown":[{}],"ping":{"more":{"deep":[1]}},"other":null}""", typeof(Command.Ping))]
    public void Reads_every_command_and_passes_over_what_it_does_not_know(string message, Type expected)
    {
        Assert.IsType(expected, Accept(message));
    }

    [Theory]
    [InlineData("""{"id":7,"ping":{}}""", "7")]
    [InlineData("""{"ping":{},"id":7}""", "7")]
    [InlineData("""{"id":-1.50e3,"ping":{}}""", "-1.50e3")]
    [InlineData("""{"id":"x\u00e9\n","ping":{}}""", "\"x\\u00e9\\n\"")]
    [InlineData("""{"id":"","ping":{}}""", "\"\"")]
    [InlineData("""{"id":null,"ping":{}}""", "")]
    [InlineData("""{"ping":{}}""", "")]
    public void Keeps_the_id_byte_for_byte_wherever_it_stands(string message, string expected)
    {
        Assert.Equal(expected, Encoding.UTF8.GetString(Accept(message).Request.Json.Span));
    }

    [Theory]
    [InlineData("""{"x":1}""", ErrorCode.UnknownCommand)]
    [InlineData("{}", ErrorCode.UnknownCommand)]
    [InlineData("""{"Ping":{}}""", ErrorCode.UnknownCommand)]
    [InlineData("", ErrorCode.MalformedMessage)]
    [InlineData("[]", ErrorCode.MalformedMessage)]
    [InlineData("\uFEFF{\"ping\":{}}", ErrorCode.MalformedMessage)]
    [InlineData("1", ErrorCode.MalformedMessage)]
    [InlineData("""{"ping":{}} x""", ErrorCode.MalformedMessage)]
    [InlineData("""{"ping":{}}{"ping":{}}""", ErrorCode.MalformedMessage)]
    [InlineData("""{"ping":{},}""", ErrorCode.MalformedMessage)]
    [InlineData("""{'ping':{}}""", ErrorCode.MalformedMessage)]
    [InlineData("""{"ping":{}/**/}""", ErrorCode.MalformedMessage)]
    [InlineData("""{"ping":{},"connect":{}}""", ErrorCode.DuplicateMember)]
    [InlineData("""{"ping":{},"ping":{}}""", ErrorCode.DuplicateMember)]
    [InlineData("""{"id":1,"ping":{},"id":2}""", ErrorCode.DuplicateMember)]
    [InlineData("""{"ping":1}""", ErrorCode.InvalidMember)]
    [InlineData("""{"ping":null}""", ErrorCode.InvalidMember)]
    [InlineData("""{"id":[],"ping":{}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"id":true,"ping":{}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"id":{"__proto__":1},"ping":{}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{}}""", ErrorCode.MissingMember)]
    [InlineData("""{"subscribe":{"topic":1}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":null}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":""}}""", ErrorCode.InvalidTopic)]
    [InlineData("""{"subscribe":{"topic":"a#"}}""", ErrorCode.InvalidTopic)]
    [InlineData("""{"subscribe":{"topic":"a","topic":"b"}}""", ErrorCode.DuplicateMember)]
    [InlineData("""{"subscribe":{"topic":"\ud800"}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":"a","echo":1}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":"a","echo":"true"}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":"a","last":-1}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":"a","last":1.5}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":"a","last":1000001}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":"a","last":99999999999999999999}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":"a","last":"1"}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":"a/+","last":1}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":"a/+","presence":true}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":"a","presence":1}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"presence":{}}""", ErrorCode.MissingMember)]
    [InlineData("""{"presence":{"topic":"a/#"}}""", ErrorCode.InvalidTopic)]
    [InlineData("""{"subscribe":{"topic":"a","recover":1}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":"a","recover":{}}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":"a","recover":{"epoch":"e"}}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":"a","recover":{"epoch":1,"offset":1}}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":"a","recover":{"epoch":"e","offset":-1}}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":"a","recover":{"epoch":"e","offset":9007199254740992}}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":"a","recover":{"epoch":"e","offset":{}}}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"subscribe":{"topic":"#","recover":{"epoch":"e","offset":1}}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"publish":{"data":1}}""", ErrorCode.MissingMember)]
    [InlineData("""{"publish":{"topic":"a"}}""", ErrorCode.MissingMember)]
    [InlineData("""{"publish":{"topic":"a/+","data":1}}""", ErrorCode.InvalidTopic)]
    [InlineData("""{"publish":{"topic":"a","data":1,"text":"x"}}""", ErrorCode.DuplicateMember)]
    [InlineData("""{"publish":{"topic":"a","text":1}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"publish":{"topic":"a","text":"\ud800"}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"publish":{"topic":"a","text":"\udc00\ud800"}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"publish":{"topic":"a","base64":"?"}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"publish":{"topic":"a","base64":"AA"}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"publish":{"topic":"a","base64":1}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"publish":{"topic":"a","base64":"\ud800"}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"publish":{"topic":"a","data":1,"headers":[]}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"publish":{"topic":"a","data":1,"headers":{},"headers":{}}}""", ErrorCode.DuplicateMember)]
    [InlineData("""{"publish":{"topic":"a","data":1,"key":""}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"publish":{"topic":"a","data":1,"key":7}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"publish":{"topic":"a","data":1,"key":"\ud800"}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"publish":{"topic":"a","data":1,"key":"k","key":"k"}}""", ErrorCode.DuplicateMember)]
    [InlineData("""{"history":{}}""", ErrorCode.MissingMember)]
    [InlineData("""{"history":{"topic":"a","after":-1}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"history":{"topic":"a","after":"1"}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"history":{"topic":"a","before":-1}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"history":{"topic":"a","before":9,"after":1}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"connect":{"name":1}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"connect":{"name":"\ud800"}}""", ErrorCode.InvalidMember)]
    public void AP_11_Says_what_is_wrong(string message, ErrorCode expected)
    {
        Assert.Equal(expected, Refuse(message).Code);
    }

    [Theory]
    [InlineData("""{"\ud800":1,"ping":{}}""")]
    [InlineData("""{"id":1,"ping":{"\ud800":1}}""")]
    [InlineData("""{"subscribe":{"topic":"a","recover":{"\udc00":1,"epoch":"e","offset":1}}}""")]
    public void Passes_over_a_name_with_half_a_surrogate_pair(string message)
    {
        Assert.NotNull(Accept(message));
    }

    [Theory]
    [InlineData("""{"id":5,"publish":{"topic":"a"}}""")]
    [InlineData("""{"publish":{"topic":"a"},"id":5}""")]
    [InlineData("""{"publish":1,"x":{"id":6},"id":5}""")]
    [InlineData("""{"nothing":1,"id":5}""")]
    public void AP_11_A_refusal_bears_the_id_wherever_it_stands(string message)
    {
        Assert.Equal("5", Encoding.UTF8.GetString(Refuse(message).Request.Json.Span));
    }

    [Fact]
    public void An_unknown_command_is_told_the_known_ones()
    {
        var refused = Refuse("""{"pong":{}}""");

        foreach (var name in (string[])["connect", "subscribe", "unsubscribe", "publish", "history", "ping"])
        {
            Assert.Contains(name, refused.Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("-0.10E+05")]
    [InlineData("123456789012345678901234567890.5")]
    [InlineData(" [ 1 ,\t2 ,\r\n3 ] ")]
    [InlineData("""{"b":1,"a":2,"a":3}""")]
    [InlineData("""  "\u0041\/\ud83d\ude00"  """)]
    [InlineData("""{"half":"\ud800","name\udfff":0}""")]
    public void Data_is_kept_byte_for_byte(string data)
    {
        var command = Assert.IsType<Command.Publish>(Accept($$$"""{"publish":{"data":{{{data}}},"topic":"a"}}"""));

        Assert.Equal(PayloadKind.Json, command.Content.Kind);
        Assert.Equal(data.Trim(), Encoding.UTF8.GetString(command.Content.Payload.Span));
    }

    [Fact]
    public void Reads_all_members_of_a_publication()
    {
        var command = Assert.IsType<Command.Publish>(Accept(
            """{"publish":{"key":"k\u0041","headers": {"h": [1]} ,"base64":"AAEC/w==","topic":"a"}}"""));

        Assert.Equal("a", command.Topic.Text);
        Assert.Equal(PayloadKind.Binary, command.Content.Kind);
        Assert.Equal([0, 1, 2, 255], command.Content.Payload.ToArray());
        Assert.Equal("""{"h": [1]}""", Encoding.UTF8.GetString(command.Content.Headers.Span));
        Assert.Equal("kA", command.Content.Key);
    }

    [Fact]
    public void Text_is_kept_as_the_characters_that_it_says()
    {
        var command = Assert.IsType<Command.Publish>(Accept("""{"publish":{"topic":"a","text":"\u0041\ud83d\ude00\u0000é"}}"""));

        Assert.Equal(PayloadKind.Text, command.Content.Kind);
        Assert.Equal("A\U0001F600\0é", Encoding.UTF8.GetString(command.Content.Payload.Span));
    }

    [Fact]
    public void Reads_where_a_subscription_begins()
    {
        Assert.Equal(StartAt.Now.Instance, Subscribe("").Start);
        Assert.Equal(StartAt.Now.Instance, Subscribe(""","last":0""").Start);
        Assert.Equal(new StartAt.Last(3), Subscribe(""","last":3""").Start);
        Assert.Equal(
            new StartAt.After(new TopicPosition("e", 9007199254740991)),
            Subscribe(""","recover":{"x":[1],"offset":9007199254740991,"epoch":"e"},"last":3""").Start);
        Assert.True(Subscribe("").Echo);
        Assert.False(Subscribe(""","echo":false""").Echo);
        Assert.True(Subscribe(""","presence":true""").WantsPresence);
        Assert.False(Subscribe("").WantsPresence);
    }

    [Fact]
    public void Reads_what_part_of_the_history_is_wanted()
    {
        var usual = Assert.IsType<Command.ReadHistory>(Accept("""{"history":{"topic":"a"}}"""));
        var some = Assert.IsType<Command.ReadHistory>(Accept("""{"history":{"last":5,"topic":"a","after":7}}"""));

        var before = Assert.IsType<Command.ReadHistory>(Accept("""{"history":{"before":7,"topic":"a"}}"""));

        Assert.Equal(new HistoryPart.Newest(100), usual.Part);
        Assert.Equal(new HistoryPart.After(7, 5), some.Part);
        Assert.Equal(new HistoryPart.Before(7, 100), before.Part);
    }

    [Theory]
    [InlineData(62, true)]
    [InlineData(63, false)]
    public void Reads_64_levels_and_no_more(int inside, bool isRead)
    {
        var nested = new string('[', inside) + new string(']', inside);
        var message = Encoding.UTF8.GetBytes($$$"""{"publish":{"topic":"a","data":{{{nested}}}}}""");

        var refused = CommandReader.Read(message, usual: null, out var command);

        Assert.Equal(isRead, command is not null);
        Assert.Equal(isRead ? null : ErrorCode.MalformedMessage, refused?.Code);
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void A_key_and_an_id_have_at_most_255(int length, bool isRead)
    {
        var text = new string('k', length);

        var key = CommandReader.Read(Encoding.UTF8.GetBytes($$$"""{"publish":{"topic":"a","data":1,"key":"{{{text}}}"}}"""), null, out _);
        var id = CommandReader.Read(Encoding.UTF8.GetBytes($$$"""{"id":"{{{text}}}","ping":{}}"""), null, out _);

        Assert.Equal(isRead, key is null);
        Assert.Equal(isRead, id is null);
    }

    [Fact]
    public void The_usual_topic_is_taken_as_it_is_and_another_is_not()
    {
        Assert.True(TopicName.TryParse("a/é", out var usual, out _));

        CommandReader.Read("""{"publish":{"topic":"a/\u00e9","data":1}}"""u8, usual, out var same);
        CommandReader.Read("""{"publish":{"topic":"a","data":1}}"""u8, usual, out var other);
        var broken = CommandReader.Read("""{"publish":{"topic":"\ud800","data":1}}"""u8, usual, out _);

        Assert.Same(usual, Assert.IsType<Command.Publish>(same).Topic);
        Assert.Equal("a", Assert.IsType<Command.Publish>(other).Topic.Text);
        Assert.Equal(ErrorCode.InvalidMember, broken!.Code);
    }

    [Fact]
    public void AP_02_Half_a_message_is_malformed_wherever_it_was_cut()
    {
        var whole = Encoding.UTF8.GetBytes(Whole);
        Assert.Null(CommandReader.Read(whole, null, out _));

        for (var length = 0; length < whole.Length; length++)
        {
            var refused = CommandReader.Read(whole.AsSpan(0, length), usual: null, out var command);

            Assert.Null(command);
            Assert.Equal(ErrorCode.MalformedMessage, refused!.Code);
        }
    }

    [Fact]
    public void Never_throws_whatever_comes()
    {
        var numbers = new SeededNumbers(1);
        var whole = Encoding.UTF8.GetBytes(Whole);
        for (var round = 0; round < 20_000; round++)
        {
            byte[] message = [.. whole];
            for (var changes = numbers.Below(4); changes >= 0; changes--)
            {
                message[numbers.Below(message.Length)] = numbers.OneIn(2)
                    ? (byte)numbers.Next()
                    : numbers.Pick("{}[]\":,\\ud8019e-+.ntf "u8.ToArray());
            }

            var refused = CommandReader.Read(message, usual: null, out var command);

            Assert.NotEqual(refused is null, command is null);
        }
    }

    [Fact]
    public void Never_throws_on_bytes_without_any_sense()
    {
        var numbers = new SeededNumbers(2);
        for (var round = 0; round < 5000; round++)
        {
            Assert.NotNull(CommandReader.Read(numbers.Bytes(numbers.Below(40)), usual: null, out _));
        }
    }

    private static Command.Subscribe Subscribe(string members) =>
        Assert.IsType<Command.Subscribe>(Accept($$$"""{"subscribe":{"topic":"a"{{{members}}}}}"""));
}
