using System.Net;
using System.Text;
using WsBroker.Server.Tests.Hosting;

namespace WsBroker.Server.Tests.Http;

public sealed class AccessApiTests
{
    [Fact]
    public async Task AU_10_A_revoked_user_is_closed_before_the_answer_comes_and_its_token_lets_nobody_in()
    {
        await using var broker = await GuardedBroker.StartAsync();
        var token = GuardedBroker.Token("u1").Claim("iat", TimeProvider.System.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds()).Sign();
        using var one = await broker.OpenAsync("/topics/t?mode=sub", token);
        using var two = await broker.OpenAsync($"/?token={token}");
        using var other = await broker.OpenAsync("/topics/t", GuardedBroker.Token("u2").Sign());

        Assert.Equal((HttpStatusCode.OK, """{"sessions":2}"""), await PostAsync(broker, """{"user":"u1"}"""));

        Assert.Equal("closed 4403", await GuardedBroker.HearAsync(one));
        Assert.Equal("closed 4403", await GuardedBroker.HearAsync(two));
        Assert.Equal(401, await broker.StatusAsync("/topics/t", token));
        Assert.Equal(System.Net.WebSockets.WebSocketState.Open, other.State);
    }

    [Fact]
    public async Task AU_10_One_token_is_revoked_by_its_own_name()
    {
        await using var broker = await GuardedBroker.StartAsync();
        using var one = await broker.OpenAsync("/topics/t?mode=sub", GuardedBroker.Token("u1").Sign());
        using var two = await broker.OpenAsync("/topics/t?mode=sub", GuardedBroker.Token("u1").Claim("jti", "another").Sign());

        Assert.Equal((HttpStatusCode.OK, """{"sessions":1}"""), await PostAsync(broker, """{"token":"token of u1"}"""));

        Assert.Equal("closed 4403", await GuardedBroker.HearAsync(one));
        Assert.Equal(101, await broker.StatusAsync("/topics/t", GuardedBroker.Token("u1").Claim("jti", "another").Sign()));
    }

    [Fact]
    public async Task A_request_that_means_nobody_is_refused_with_what_is_allowed_and_ends_nothing()
    {
        await using var broker = await GuardedBroker.StartAsync();
        using var one = await broker.OpenAsync("/topics/t?mode=sub", GuardedBroker.Token("u1").Sign());

        // A member that is not as it must be could be the one that says who is meant
        foreach (var body in (string[])
            [
                "", "[]", "null", "{}", "{", """{"token":7}""", """{"user":7}""", """{"token":"token of u1","user":7}""", """{"user":"u1","tenant":7}""",
                """{"user":"u1","tenant":"acme"}""", """{"user":"u1","before":"now"}""", """{"user":"u1","before":"5"}""", """{"user":"u1","before":1.5}""",
                """{"user":"u1","before":1e300}""", """{"user":"u1","user":"u2"}""", """{"user":"\ud800"}""",
            ])
        {
            var (status, problem) = await PostAsync(broker, body);
            Assert.Equal((body, HttpStatusCode.BadRequest), (body, status));
            Assert.Contains("must be", problem, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PostAsync(broker, """{"user":"u1"}""", "text/plain")).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PostAsync(broker, """{"user":"u1"}""", coding: "gzip")).Status);
        Assert.Equal((HttpStatusCode.OK, """{"sessions":1}"""), await PostAsync(broker, """{"user":"u1","tenant":null}"""));
    }

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(GuardedBroker broker, string body, string type = "application/json", string? coding = null)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        content.Headers.ContentEncoding.Add(coding ?? "identity");
        using var answer = await broker.Http.PostAsync(new Uri("/api/revoke", UriKind.Relative), content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
