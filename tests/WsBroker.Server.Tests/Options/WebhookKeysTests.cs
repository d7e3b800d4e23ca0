using WsBroker.Server.Options;

namespace WsBroker.Server.Tests.Options;

public sealed class WebhookKeysTests
{
    private const string Secret = "webhooks:secret=0123456789abcdef0123456789abcdef";

    [Fact]
    public void Each_is_told_as_it_is_written_and_the_secret_is_not()
    {
        string[] settings =
        [
            "webhooks:connect=https://a.example/hook", "webhooks:subscribe=http://127.0.0.1:9000/", "webhooks:publish=https://a.example/p",
            "webhooks:events=https://a.example/e", "webhooks:timeout=00:00:01", "webhooks:questions=7", "webhooks:fail=open", "webhooks:queuedEvents=5",
        ];

        var lines = OptionKeys.Describe(OptionsReader.Read(file: null, [.. settings, Secret], [])).ToList();

        Assert.All(settings, setting => Assert.Contains(setting.Replace("=", " = ", StringComparison.Ordinal), lines, StringComparer.Ordinal));
        Assert.Contains("webhooks:secret = (secret)", lines, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("webhooks:connect", "https://name:a-secret@a.example:8443/hook?code=a-secret", "https://a.example:8443/hook?(secret)")]
    [InlineData("webhooks:events", "https://a.example/h%20k?a-secret", "https://a.example/h%20k?(secret)")]
    [InlineData("auth:jwks", "https://a-secret@a.example/keys", "https://a.example/keys")]
    public void AD_11_What_may_be_a_secret_in_an_address_is_not_told(string key, string address, string told)
    {
        string[] settings = key is "auth:jwks" ? [$"{key}={address}", "auth:issuer=a"] : [$"{key}={address}", Secret];

        var lines = OptionKeys.Describe(OptionsReader.Read(file: null, settings, []));

        Assert.Contains($"{key} = {told}", lines, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("webhooks:connect=http://a.example/hook")]
    [InlineData("webhooks:connect=ftp://a.example/hook")]
    [InlineData("webhooks:connect=hook")]
    [InlineData("webhooks:secret=too short")]
    [InlineData("webhooks:timeout=00:00:31")]
    [InlineData("webhooks:timeout=00:00:00")]
    [InlineData("webhooks:questions=0")]
    [InlineData("webhooks:questions=10001")]
    [InlineData("webhooks:fail=maybe")]
    [InlineData("webhooks:queuedEvents=0")]
    public void Values_out_of_range_stop_the_start(string setting) =>
        Assert.Throws<InvalidOptionsException>(() => OptionsReader.Read(file: null, [Secret, setting], []));

    [Fact]
    public void Without_a_secret_nothing_can_be_asked() =>
        Assert.Throws<InvalidOptionsException>(() => OptionsReader.Read(file: null, ["webhooks:publish=https://a.example/"], []));
}
