using WsBroker.Server.Options;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Options;

public sealed class InsecureSettingsTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string HookSecret = $"webhooks:secret={TokenBuilder.Secret}";
    private const string Door = "webhooks:connect=https://b.example/";
    private const string Key = $"auth:keys:0:secret={TokenBuilder.Secret}";

    [Theory]
    [InlineData("", "127.0.0.1:0")]
    [InlineData("'insecure' is on", "127.0.0.1:0", "insecure=true")]
    [InlineData("whoever can reach 0.0.0.0:0", "0.0.0.0:0", "insecure=true")]
    [InlineData("'origins' has '*'", "127.0.0.1:0", "origins:0=*")]
    [InlineData("tokens reach 0.0.0.0:0 without encryption", "0.0.0.0:0", "auth:required=true", "auth:keys:0:algorithm=HS256", Key)]
    [InlineData("", "0.0.0.0:0", "auth:required=true", "auth:keys:0:algorithm=HS256", Key, "proxies:0=10.0.0.0/8")]
    [InlineData("'auth:audience' is not set", "127.0.0.1:0", "auth:jwks=https://a.example/keys", "auth:issuer=a")]
    [InlineData("API keys reach 0.0.0.0:0 without encryption", "0.0.0.0:0", "insecure=true", "apiKeys:0:name=a", $"apiKeys:0:sha256={Hash}")]
    [InlineData("'auth:issuers:0:audience' is not set: tokens that this issuer made", "127.0.0.1:0", "auth:issuer=a", "auth:issuers:0:issuer=b", "auth:issuers:0:jwks=https://b.example/keys")]
    [InlineData("tokens are bound to topics ('auth:…:prefix') and 'auth:required' is off", "127.0.0.1:0", "auth:keys:0:algorithm=HS256", Key, "auth:keys:0:prefix=a/")]
    [InlineData("", "127.0.0.1:0", "auth:keys:0:algorithm=HS256", Key, "auth:keys:0:prefix=a/", "auth:required=true")]
    [InlineData("", "127.0.0.1:0", "auth:keys:0:algorithm=HS256", Key)]
    [InlineData("'proxies' has all addresses", "127.0.0.1:0", "proxies:0=::/0")]
    [InlineData("'webhooks:fail' is open", "127.0.0.1:0", "webhooks:publish=https://b.example/", "webhooks:fail=open", $"webhooks:secret={TokenBuilder.Secret}")]
    [InlineData("", "127.0.0.1:0", "webhooks:events=https://b.example/", "webhooks:fail=open", $"webhooks:secret={TokenBuilder.Secret}")]
    [InlineData("", "0.0.0.0:0", Door, HookSecret)]
    [InlineData("", "0.0.0.0:0", Door, HookSecret, "insecure=true")]
    [InlineData("'echo' is on: whoever can reach 0.0.0.0:0", "0.0.0.0:0", Door, HookSecret, "echo=true")]
    public void AU_06_Each_is_told_in_a_sentence(string part, string listen, params string[] settings)
    {
        var found = string.Join('\n', InsecureSettings.Find(OptionsReader.Read(file: null, settings, [listen])));

        Assert.Contains(part, found, StringComparison.Ordinal);
        Assert.Equal(part.Length == 0, found.Length == 0);
    }

    [Theory]
    [InlineData(Door, "webhooks:fail=open")]
    [InlineData("webhooks:subscribe=https://b.example/", "webhooks:publish=https://b.example/")]
    public void To_be_reached_by_others_takes_a_back_end_that_lets_clients_in_and_nobody_while_it_is_away(params string[] settings) =>
        Assert.Throws<InvalidOptionsException>(() => OptionsReader.Read(file: null, [HookSecret, .. settings], ["0.0.0.0:0"]));

    [Fact]
    public void To_be_reached_by_others_takes_tokens_or_the_word_insecure()
    {
        Assert.Contains(
            "set auth:required=true and a key",
            Assert.Throws<InvalidOptionsException>(() => OptionsReader.Read(file: null, ["auth:keys:0:algorithm=HS256", Key], ["0.0.0.0:0"])).Message,
            StringComparison.Ordinal);
    }
}
