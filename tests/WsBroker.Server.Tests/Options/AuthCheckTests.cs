using WsBroker.Server.Options;

namespace WsBroker.Server.Tests.Options;

public sealed class AuthCheckTests
{
    [Theory]
    [InlineData("there is no key to verify one", "auth:required=true")]
    [InlineData("set auth:issuer", "auth:jwks=https://a.example/keys")]
    [InlineData("'auth:jwks' cannot be 'http://a.example/keys'", "auth:jwks=http://a.example/keys", "auth:issuer=a")]
    [InlineData("'auth:jwks' cannot be 'keys.json'", "auth:jwks=keys.json", "auth:issuer=a")]
    [InlineData("numbered from 0 without a gap", "auth:keys:1:secret=s")]
    [InlineData("each has an id of its own", "auth:keys:0:secret=s", "auth:keys:1:secret=t")]
    [InlineData("There is no option 'auth:keys:0:colour'", "auth:keys:0:colour=red")]
    [InlineData("'auth:keys:0:secret' cannot be '(secret)'", "auth:keys:0:secret=")]
    [InlineData("each has a name and an address", "auth:issuer=a", "auth:issuers:0:issuer=b")]
    [InlineData("set auth:issuer", "auth:issuers:0:issuer=b", "auth:issuers:0:jwks=https://b.example/keys")]
    [InlineData("each has a name of its own", "auth:issuer=b", "auth:issuers:0:issuer=b", "auth:issuers:0:jwks=https://b.example/keys")]
    [InlineData("'auth:leeway' cannot be '00:06:00'", "auth:leeway=00:06:00")]
    public void What_does_not_fit_together_stops_the_start(string part, params string[] settings)
    {
        var wrong = Assert.Throws<InvalidOptionsException>(() => OptionsReader.Read(file: null, settings, []));

        Assert.Contains(part, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_and_issuers_are_told_and_secrets_are_not()
    {
        var options = OptionsReader.Read(
            file: null,
            [
                "auth:required=true", "auth:keys:0:id=k1", "auth:keys:0:algorithm=HS256", "auth:keys:0:secret=not to be told",
                "auth:issuer=a", "auth:issuers:0:issuer=b", "auth:issuers:0:jwks=http://127.0.0.1:9/keys",
            ],
            []);

        var described = string.Join('\n', OptionKeys.Describe(options));

        Assert.Contains("auth:required = true", described, StringComparison.Ordinal);
        Assert.Contains("auth:keys:0:secret = (secret)", described, StringComparison.Ordinal);
        Assert.Contains("auth:issuers:0:jwks = http://127.0.0.1:9/keys", described, StringComparison.Ordinal);
        Assert.DoesNotContain("not to be told", described, StringComparison.Ordinal);
    }
}
