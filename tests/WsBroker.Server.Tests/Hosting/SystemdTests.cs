using System.Net.Sockets;
using System.Text;
using WsBroker.Server.Hosting;

namespace WsBroker.Server.Tests.Hosting;

public sealed class SystemdTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("relative")]
    [InlineData("@")]
    public void Without_a_socket_nobody_is_told(string? address) => Assert.Null(Systemd.Of(name => name is "NOTIFY_SOCKET" ? address : "1"));

    [Fact]
    public void It_is_told_over_a_socket_without_a_file()
    {
        var name = Guid.NewGuid().ToString("N");
        using var ears = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        ears.Bind(new UnixDomainSocketEndPoint($"\0{name}"));
        using var systemd = Systemd.Of(variable => variable is "NOTIFY_SOCKET" ? $"@{name}" : null)!;

        systemd.TellReady();

        var news = new byte[64];
        Assert.Equal("READY=1", Encoding.ASCII.GetString(news, 0, ears.Receive(news)));
        Assert.Null(systemd.Watchdog);
    }

    [Theory]
    [InlineData("30000000", null, 30)]
    [InlineData("30000000", "1", null)]
    [InlineData("x", null, null)]
    [InlineData("0", null, null)]
    public void The_watchdog_counts_only_if_it_is_meant_for_this_process(string interval, string? process, int? seconds)
    {
        using var systemd = Systemd.Of(name => name switch
        {
            "NOTIFY_SOCKET" => "/nowhere",
            "WATCHDOG_USEC" => interval,
            "WATCHDOG_PID" => process,
            _ => null,
        });

        Assert.Equal(seconds, (int?)systemd!.Watchdog?.TotalSeconds);
    }

    [Fact]
    public void That_nobody_hears_is_no_failure()
    {
        using var systemd = Systemd.Of(name => name is "NOTIFY_SOCKET" ? "/nowhere/at/all" : null);

        systemd!.TellStopping();
    }
}
