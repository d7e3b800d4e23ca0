using WsBroker.Server.Commands;
using WsBroker.Server.Options;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Commands;

public sealed class CheckCommandTests
{
    [Fact]
    public async Task All_options_in_effect_are_printed_and_no_secrets()
    {
        using var certificate = new TestCertificate();
        var file = Path.Combine(certificate.Folder, "cert.pfx");
        await File.WriteAllBytesAsync(file, certificate.Pfx("hidden"));

        var run = await Check(
            "--listen", "https://127.0.0.1:8443", "--certificate", file, "--set", "certificates:0:password=hidden", "--set", "limits:fragments=7");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Contains("listen = https://127.0.0.1:8443", lines, StringComparer.Ordinal);
        Assert.Contains("limits:fragments = 7", lines, StringComparer.Ordinal);
        Assert.Contains($"certificates:0:file = {file}", lines, StringComparer.Ordinal);
        Assert.Contains("certificates:0:password = (secret)", lines, StringComparer.Ordinal);
        Assert.All(OptionKeys.Single.Concat(OptionKeys.Lists), key => Assert.Contains(lines, line => line.StartsWith($"{key.Name} =", StringComparison.Ordinal)));
        Assert.DoesNotContain("hidden", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("limits:fragments=0", "The option 'limits:fragments' cannot be '0'; allowed is a whole number from 1 to 1000000. Its meaning: most frames of a message.")]
    [InlineData("drain:pause=10", "The option 'drain:pause' cannot be '10'; allowed is a time from 00:00:00 to 00:10:00.")]
    [InlineData("webhooks:secret=short", "The option 'webhooks:secret' cannot be '(secret)'; allowed is 32 bytes or more.")]
    [InlineData("colour=red", "There is no option 'colour'. Known are: apiKeys:0:")]
    [InlineData("redis:colour=red", "There is no option 'redis:colour'. Known are: redis:patience, redis:prefix, redis:timeout.")]
    [InlineData("limits:fragment=1", "There is no option 'limits:fragment'. Did you mean 'limits:fragments'?")]
    [InlineData("history:count=1", "There is no option 'history:count'. Did you mean 'topics:0:history:count'?")]
    [InlineData("apiKeys:7:sha265=x", "There is no option 'apiKeys:7:sha265'. Did you mean 'apiKeys:7:sha256'?")]
    public async Task What_is_wrong_is_said(string setting, string sentence)
    {
        var run = await Check("--set", setting);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(sentence, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AU_06_What_is_insecure_is_told_besides_and_is_no_failure()
    {
        var run = await Check("--set", "origins=*");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("origins = *", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("Insecure: 'origins' has '*'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_used_is_found()
    {
        using var old = new TestCertificate(new DateTimeOffset(2020, 2, 1, 12, 0, 0, TimeSpan.Zero));

        var run = await Check("--listen", "https://127.0.0.1:8443", "--certificate", old.PemFile);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            $"There is no TLS without a certificate, and the certificate in {old.PemFile} expired at 2020-02-01 12:00:00Z.", run.Error.TrimEnd());
    }

    [Fact]
    public async Task What_rules_say_of_a_topic_is_told_with_the_rule()
    {
        var run = await Check("--topic", "prices/EURUSD", "--set", "topics:0:match=prices/+", "--set", "topics:0:retain=true");
        var wrong = await Check("--topic", "prices/+");

        Assert.Contains("retain = true (topics:0, prices/+)", run.Output, StringComparison.Ordinal);
        Assert.Contains("history:count = 100 (default)", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, wrong.ExitCode);
        Assert.StartsWith("--topic cannot be 'prices/+':", wrong.Error, StringComparison.Ordinal);
    }

    private static Task<Invocation> Check(params string[] arguments) => Invocation.RunAsync(CheckCommand.Create(), arguments);
}
