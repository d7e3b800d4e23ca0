using WsBroker.Broker.Topics;
using WsBroker.Server.Options;

namespace WsBroker.Server.Tests.Options;

public sealed class OptionsReaderTests
{
    [Theory]
    [InlineData("https://app.example.com")]
    [InlineData("https://*.example.org:8443")]
    [InlineData("*")]
    public void Origins_are_taken_as_they_are_written(string origin) =>
        Assert.Equal(origin, Assert.Single(Read($"origins:0={origin}").Origins).ToString());

    [Theory]
    [InlineData("app.example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("https://b\u00FCcher.example")]
    public void What_is_no_origin_stops_the_start(string origin) =>
        Assert.Contains($"'origins' cannot be '{origin}'", Refuse($"origins:0={origin}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7/32")]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("fd00::/8", "fd00::/8")]
    [InlineData("::1", "::1/128")]
    public void A_proxy_is_an_address_or_a_network(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(Read($"proxies:0={text}").Proxies).ToString());

    [Theory]
    [InlineData("proxy.example")]
    [InlineData("10.0.0.0/33")]
    [InlineData("*")]
    public void What_is_neither_stops_the_start(string text) =>
        Assert.Contains($"'proxies' cannot be '{text}'", Refuse($"proxies:0={text}"), StringComparison.Ordinal);

    [Fact]
    public void Lists_may_be_empty()
    {
        var folder = Directory.CreateTempSubdirectory("wsbroker");
        try
        {
            var file = Path.Combine(folder.FullName, "wsbroker.json");
            File.WriteAllText(file, """{"listen":[],"origins":[],"proxies":[],"scrapers":[],"certificates":[],"apiKeys":[],"topics":[],"auth":{"keys":[],"issuers":[]},"limits":{}}""");

            Assert.Equal(OptionKeys.Describe(new ServerOptions()), OptionKeys.Describe(OptionsReader.Read(file, [], [])), StringComparer.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Of_one_key_that_is_set_twice_the_last_counts() => Assert.Equal(
        7,
        OptionsReader.Read(file: null, ["limits:topics=5", "LIMITS:topics=7"], []).Limits.Topics);

    [Fact]
    public void Topics_are_on_disk_when_the_engine_is_and_no_rule_says_otherwise()
    {
        var folder = Path.Combine(Path.GetTempPath(), "log");
        var options = OptionsReader.Read(file: null, [$"engine=disk:{folder}", "topics:0:match=scratch/#", "topics:0:durability=memory"], []);

        Assert.Equal((folder, Durability.Disk), (options.Engine.Folder, options.TopicRules.For(Topic("chat/lobby")).Durability));
        Assert.Equal(Durability.Memory, options.TopicRules.For(Topic("scratch/a")).Durability);
        Assert.Equal(Durability.Memory, new ServerOptions().TopicRules.For(Topic("chat/lobby")).Durability);
    }

    [Fact]
    public void A_rule_that_wants_its_topics_on_disk_takes_the_engine_for_it()
    {
        var wrong = Assert.Throws<InvalidOptionsException>(
            () => OptionsReader.Read(file: null, ["topics:0:match=orders/#", "topics:0:durability=disk"], []));

        Assert.Equal(
            "The rule for orders/# wants its topics on disk, which the engine 'memory' does not have: set engine=disk:DIR (--engine disk:DIR).",
            wrong.Message);
    }

    [Fact]
    public void Certificates_are_numbered_and_have_parts()
    {
        var options = OptionsReader.Read(
            file: null,
            ["certificates:1:file=b.pfx", "certificates:1:password=p", "certificates:0:file=a.pem", "certificates:0:key=a.key"],
            ["https://127.0.0.1:0"]);

        Assert.Equal(
            [new() { File = "a.pem", Key = "a.key" }, new() { File = "b.pfx", Password = "p" }],
            options.Certificates);
    }

    [Theory]
    [InlineData("certificates:0:key=a.key", "each has a file")]
    [InlineData("certificates:1:file=b.pem", "without a gap")]
    [InlineData("certificates:0:file=", "'certificates:0:file' cannot be ''")]
    [InlineData("certificates:0:colour=red", "There is no option 'certificates:0:colour'")]
    public void A_certificate_that_is_half_told_stops_the_start(string setting, string part)
    {
        var wrong = Assert.Throws<InvalidOptionsException>(() => OptionsReader.Read(file: null, [setting], []));

        Assert.Contains(part, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TLS_without_a_certificate_stops_the_start()
    {
        var wrong = Assert.Throws<InvalidOptionsException>(() => OptionsReader.Read(file: null, [], ["https://127.0.0.1:0"]));

        Assert.Equal("To listen on https://127.0.0.1:0 takes a certificate: set certificates:0:file (--certificate FILE).", wrong.Message);
    }

    private static TopicName Topic(string name) =>
        TopicName.TryParse(name, out var topic, out _) ? topic : throw new ArgumentException(name, nameof(name));

    private static ServerOptions Read(params string[] settings) => OptionsReader.Read(file: null, settings, listen: []);

    private static string Refuse(params string[] settings) =>
        Assert.Throws<InvalidOptionsException>(() => Read(settings)).Message;
}
