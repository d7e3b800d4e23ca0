using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using WsBroker.TestKit;

namespace WsBroker.Deployment.Tests;

public sealed partial class SystemdTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Systemd_takes_the_unit()
    {
        var folder = Directory.CreateTempSubdirectory("wsbroker-unit");
        var unit = Path.Combine(folder.FullName, "wsbroker.service");

        // It looks whether the program is there
        await File.WriteAllTextAsync(unit, Files.Read("wsbroker.service").Replace("/opt/wsbroker/wsbroker", "/bin/true", StringComparison.Ordinal));
        var run = await Tool.RunAsync("systemd-analyze", ["verify", "--man=no", unit]);

        folder.Delete(recursive: true);
        Assert.DoesNotContain("wsbroker.service", run.Errors, StringComparison.Ordinal);
        Assert.True(run.ExitCode == 0, $"{run.Output}{run.Errors}");
    }

    [Fact]
    public async Task The_options_on_its_command_lines_are_options_that_there_are()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "{}");
        var lines = Command().Matches(Files.Read("wsbroker.service")).Select(static line => line.Groups["arguments"].Value).ToList();

        Assert.Equal(2, lines.Count);
        foreach (var line in lines)
        {
            await Broker.CheckAsync(new Dictionary<string, string?>(StringComparer.Ordinal), line.Replace("/etc/wsbroker/wsbroker.json", file, StringComparison.Ordinal).Split(' ')[1..]);
        }

        File.Delete(file);
    }

    [Fact]
    public async Task The_server_tells_systemd_that_it_is_ready_and_alive_and_stopping()
    {
        var folder = Directory.CreateTempSubdirectory("wsbroker-notify");
        using var ears = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        ears.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder.FullName, "notify")));
        var start = ServerCommand.Serve();
        start.Environment["NOTIFY_SOCKET"] = ears.LocalEndPoint!.ToString();
        start.Environment["WATCHDOG_USEC"] = "300000";
        await using var server = await ServerProcess.StartAsync(start);

        var heard = new List<string>();
        while (heard.Count < 4)
        {
            heard.Add(await HearAsync(ears));
        }

        Assert.Equal(["READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"], heard);
        Assert.Equal(0, await server.StopAsync());
        while (heard[^1] is "WATCHDOG=1")
        {
            heard.Add(await HearAsync(ears));
        }

        Assert.Equal("STOPPING=1", heard[^1]);
        folder.Delete(recursive: true);
    }

    private static async Task<string> HearAsync(Socket ears)
    {
        using var timeout = new CancellationTokenSource(_patience);
        var news = new byte[256];
        return Encoding.ASCII.GetString(news, 0, await ears.ReceiveAsync(news, timeout.Token));
    }

    [GeneratedRegex("^Exec(Start|StartPre)=/opt/wsbroker/wsbroker (?<arguments>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();
}
