using System.Text;
using WsBroker.Broker.Hooks;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;
using WsBroker.Server.Webhooks;

namespace WsBroker.Server.Tests.Webhooks;

public sealed class AnswerReaderTests
{
    private static readonly Participant _client = new(new ClientId(1), User: null);

    private static readonly DateTimeOffset _asked = DateTimeOffset.FromUnixTimeSeconds(1_600_000_000);

    private static readonly HookQuestion _connect = new HookQuestion.Connect(_client);

    private static readonly HookQuestion _publish =
        new HookQuestion.Publish(_client, TopicName.TryParse("t", out var topic, out _) ? topic : null!, new Content(PayloadKind.Text, "x"u8.ToArray()));

    [Theory]
    [InlineData("")]
    [InlineData("""{"allow":true}""")]
    [InlineData("""{"allow":true,"unknown":[1,{"allow":false}]}""")]
    public void Nothing_and_a_plain_yes_allow_it_as_it_is(string body)
    {
        Assert.Equal(HookAnswer.Allowed.AsItIs, Read(_connect, body));
        Assert.Equal(HookAnswer.Allowed.AsItIs, Read(_publish, body));
    }

    [Theory]
    [InlineData("""{"allow":false}""", null, null)]
    [InlineData("""{"allow":false,"code":4711,"reason":"no links"}""", 4711, "no links")]
    [InlineData("""{"reason":"","code":-1,"allow":false}""", -1, "")]
    public void A_no_may_have_a_number_and_a_reason(string body, int? code, string? reason) =>
        Assert.Equal(new HookAnswer.Denied(code, reason), Read(_publish, body));

    [Fact]
    public void Who_connects_may_get_a_name_rights_and_an_info()
    {
        var answer = Assert.IsType<HookAnswer.Allowed>(Read(
            _connect,
            """{"allow":true,"user":"u1","expires":1700000000,"publish":["a/+"],"subscribe":["b/#","c"],"info": {"x": 1 } ,"data":1}"""));

        Assert.Equal(("u1", 1_700_000_000), (answer.Identity!.User.Text, answer.Identity.ExpiresAt.ToUnixTimeSeconds()));
        Assert.Equal(_asked, answer.Identity.IssuedAt);
        Assert.Equal(["a/+"], answer.Identity.Publish.Filters);
        Assert.Equal(["b/#", "c"], answer.Identity.Subscribe.Filters);
        Assert.Equal("""{"x": 1 }""", Encoding.UTF8.GetString(answer.Info!.Value.Span));
        Assert.Null(answer.Content);
    }

    [Fact]
    public void Who_connects_may_be_a_tenants() =>
        Assert.Equal("tenant7/", Assert.IsType<HookAnswer.Allowed>(Read(_connect, """{"allow":true,"user":"u1","tenant":"tenant7/"}""")).Identity!.User.Tenant);

    [Fact]
    public void A_user_without_an_end_stays_and_may_what_users_may() =>
        Assert.False(Assert.IsType<HookAnswer.Allowed>(Read(_connect, """{"allow":true,"user":"u1"}""")).Identity!.Expires);

    [Theory]
    [InlineData("""{"allow":true,"data":{"a": 1}}""", PayloadKind.Json, """{"a": 1}""")]
    [InlineData("""{"text":"y","allow":true,"user":"u1"}""", PayloadKind.Text, "y")]
    [InlineData("""{"allow":true,"base64":"eQ=="}""", PayloadKind.Binary, "y")]
    public void What_is_published_may_be_changed(string body, PayloadKind kind, string payload)
    {
        var answer = Assert.IsType<HookAnswer.Allowed>(Read(_publish, body));

        Assert.Equal((kind, payload), (answer.Content!.Kind, Encoding.UTF8.GetString(answer.Content.Payload.Span)));
        Assert.Null(answer.Identity);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"allow":"true"}""")]
    [InlineData("""{"allow":1}""")]
    [InlineData("""{"allow":true""")]
    [InlineData("""{"allow":true}{}""")]
    [InlineData("""{"allow":false,"code":"4711"}""")]
    [InlineData("""{"allow":false,"code":99999999999}""")]
    [InlineData("""{"allow":false,"reason":1}""")]
    [InlineData("""{"allow":false,"reason":"\ud800"}""")]
    [InlineData("""{"allow":true,"user":""}""")]
    [InlineData("""{"allow":true,"user":"u","tenant":"tenant7"}""")]
    [InlineData("""{"allow":true,"user":"u","expires":1e300}""")]
    [InlineData("""{"allow":true,"user":"u","expires":9223372036854775807}""")]
    [InlineData("""{"allow":true,"user":"u","publish":"a"}""")]
    [InlineData("""{"allow":true,"user":"u","publish":["a/#/b"]}""")]
    [InlineData("""{"allow":true,"user":"u","publish":[1]}""")]
    [InlineData("<html>")]
    [InlineData("\u0000")]
    public void Anything_else_is_no_answer(string body) => Assert.Throws<WebhookException>(() => Read(_connect, body));

    [Theory]
    [InlineData("""{"allow":true,"text":1}""")]
    [InlineData("""{"allow":true,"text":"a","data":1}""")]
    [InlineData("""{"allow":true,"base64":"?"}""")]
    [InlineData("""{"allow":true,"text":"a","headers":[]}""")]
    public void What_could_not_be_published_is_no_answer(string body) => Assert.Throws<WebhookException>(() => Read(_publish, body));

    [Fact]
    public void What_is_too_long_for_a_client_is_no_answer()
    {
        Assert.Throws<WebhookException>(() => Read(_connect, $$$"""{"allow":false,"reason":"{{{new string('x', 256)}}}"}"""));
        Assert.Throws<WebhookException>(() => Read(_connect, $$$"""{"allow":true,"info":"{{{new string('x', 1023)}}}"}"""));
        Assert.Throws<WebhookException>(() => AnswerReader.Read(_connect, _asked, [(byte)'{', 0xFF, (byte)'}']));
    }

    private static HookAnswer Read(HookQuestion question, string body) => AnswerReader.Read(question, _asked, Encoding.UTF8.GetBytes(body));
}
