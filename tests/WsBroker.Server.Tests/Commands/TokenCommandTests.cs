using WsBroker.Broker.Access;
using WsBroker.Server.Auth;
using WsBroker.Server.Commands;
using WsBroker.Server.Options;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Commands;

public sealed class TokenCommandTests
{
    private static readonly string[] _keys =
        ["--set", "auth:keys:0:algorithm=HS256", "--set", $"auth:keys:0:secret={TokenBuilder.Secret}", "--set", "auth:issuer=me", "--set", "auth:audience=wsbroker"];

    [Fact]
    public async Task Makes_a_token_that_the_same_configuration_takes()
    {
        var (exit, output, _) = await Invocation.RunAsync(
            TokenCommand.Create(), ["--user", "u1", "--publish", "chat/+", "--subscribe", "chat/#", "--subscribe", "news", "--expires", "00:10:00", .. _keys]);

        var identity = Assert.IsType<Verification.Accepted>(Verifier().Verify(output.Trim())).Identity;
        Assert.Equal(0, exit);
        Assert.Equal("u1", identity.User.Text);
        Assert.Equal("chat/+ chat/# news", string.Join(' ', identity.Publish.Filters.Concat(identity.Subscribe.Filters)));
        Assert.Equal(TimeSpan.FromMinutes(10), identity.ExpiresAt - identity.IssuedAt);
        Assert.NotNull(identity.TokenId);
    }

    [Theory]
    [InlineData("There is no key to sign with", "--user", "u1")]
    [InlineData("There is no key 'k9'", "--user", "u1", "--key", "k9", "--set", "auth:keys:0:id=k1")]
    [InlineData("--subscribe cannot be 'a/#/b'", "--user", "u1", "--subscribe", "a/#/b")]
    [InlineData("--expires is '31.00:00:00'; allowed is a time from 00:00:01 to 30.00:00:00 (auth:maxTokenLife).", "--user", "u1", "--expires", "31.00:00:00")]
    [InlineData("--expires is '31'", "--user", "u1", "--expires", "31")]
    [InlineData("--expires is 'soon'", "--user", "u1", "--expires", "soon")]
    [InlineData("--user must not be empty", "--user", "")]
    public async Task Says_what_is_wrong_and_exits_with_2(string part, params string[] arguments)
    {
        var (exit, _, error) = await Invocation.RunAsync(
            TokenCommand.Create(), part.StartsWith("There is no key to", StringComparison.Ordinal) ? arguments : [.. arguments, .. _keys]);

        Assert.Equal(2, exit);
        Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.DoesNotContain(TokenBuilder.Secret, error, StringComparison.Ordinal);
    }

    private static JwtVerifier Verifier()
    {
        var key = ConfiguredKey.Load(new AuthKeyOptions { Algorithm = "HS256", Secret = TokenBuilder.Secret }, 0).ToVerificationKey();
        return new JwtVerifier([new Issuer("me", "wsbroker", new KeySet([key]), published: null)], new AuthOptions { Leeway = TimeSpan.Zero }, TimeProvider.System);
    }
}
