using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using WsBroker.TestKit;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>A real Redis Sentinel that alone decides which server is the master.</summary>
internal sealed class Sentinel : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wsbroker-sentinel-");
    private readonly int _port;
    private readonly Process _process;

    private Sentinel(int master)
    {
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            _port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var file = Path.Combine(_folder.FullName, "sentinel.conf");
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"""
            port {_port}
            bind 127.0.0.1
            dir {_folder.FullName}
            sentinel monitor m 127.0.0.1 {master} 1
            sentinel down-after-milliseconds m 500
            sentinel failover-timeout m 3000

            """));
        _process = Process.Start(new ProcessStartInfo("redis-server", [file, "--sentinel"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>How StackExchange.Redis finds the master through it.</summary>
    public string Connection => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port},serviceName=m");

    /// <summary>Starts one that knows of a master and of its replica.</summary>
    public static async Task<Sentinel> StartAsync(RedisServer master, RedisServer replica)
    {
        await replica.RunAsync("replicaof", "127.0.0.1", master.Port.ToString(CultureInfo.InvariantCulture));
        await Eventually.IsTrueAsync(
            async () => (await replica.RunAsync("info", "replication")).Contains("master_link_status:up", StringComparison.Ordinal), "the replica follows");
        var sentinel = new Sentinel(master.Port);
        await Eventually.IsTrueAsync(
            async () => (await sentinel.AskAsync("sentinel", "replicas", "m")).Contains("slave", StringComparison.Ordinal), "Sentinel knows the replica");
        return sentinel;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<string> AskAsync(params string[] command)
    {
        string[] arguments = ["-p", _port.ToString(CultureInfo.InvariantCulture), .. command];
        using var process = Process.Start(new ProcessStartInfo("redis-cli", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }
}
