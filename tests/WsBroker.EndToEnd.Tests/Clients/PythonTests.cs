using System.Diagnostics;

namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>The raw endpoint as Python's package <c>websockets</c> sees it, with the compression that it offers by itself.</summary>
public sealed class PythonTests(SecureBrokerFixture broker) : IClassFixture<SecureBrokerFixture>
{
    private static readonly string _python = Environment.GetEnvironmentVariable("PYTHON") ?? "/usr/bin/python3";

    [Theory]
    [InlineData("text")]
    [InlineData("binary")]
    [InlineData("fragments")]
    [InlineData("ping")]
    [InlineData("close")]
    public Task What_it_expects_is_met(string check) => CheckAsync(broker.Process.Ws, check);

    [Fact]
    public Task Over_TLS_all_is_the_same() => CheckAsync(broker.Process.Wss);

    private async Task CheckAsync(Uri address, params string[] checks)
    {
        Assert.True(File.Exists(_python), "Python is missing: apt-get install python3 python3-websockets, or run tests/run");
        var start = new ProcessStartInfo(_python, ["ws.py", address.ToString(), .. checks]) { WorkingDirectory = ScriptRun.Folder("python") };
        start.Environment["SSL_CERT_FILE"] = broker.Certificate.Write("trusted.pem", broker.Certificate.CertificatePem);

        await ScriptRun.SucceedsAsync(start);
    }
}
