using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using WsBroker.TestKit;

namespace WsBroker.Deployment.Tests;

public sealed class PublishTests
{
    [Fact]
    public async Task The_download_for_linux_x64_runs_where_there_is_no_NET_and_its_checksum_is_right()
    {
        var folder = Directory.CreateTempSubdirectory("wsbroker-download");
        var archive = (await Tool.SucceedsAsync(Files.Deploy("publish"), ["linux-x64", folder.FullName])).Trim().Split('\n')[^1];
        var sum = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(archive)));
        Assert.StartsWith($"{sum}  {Path.GetFileName(archive)}", await File.ReadAllTextAsync($"{archive}.sha256"), StringComparison.Ordinal);

        var unpacked = folder.CreateSubdirectory("unpacked").FullName;
        await Tool.SucceedsAsync("tar", ["-xzf", archive, "-C", unpacked, "--strip-components=1"]);
        Assert.Equal(
            ["LICENSE", "wsbroker", "wsbroker.staticwebassets.endpoints.json", "wwwroot"],
            new DirectoryInfo(unpacked).GetFileSystemInfos().Select(static one => one.Name).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        var start = new ProcessStartInfo(Path.Combine(unpacked, "wsbroker"), ["serve", "--listen", "127.0.0.1:0"]) { WorkingDirectory = unpacked };
        start.Environment.Clear();
        start.Environment["PATH"] = "/nowhere";
        await using (var server = await ServerProcess.StartAsync(start))
        {
            using var http = new HttpClient { BaseAddress = server.Http };
            Assert.Contains("<html", await http.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
            var mapped = await File.ReadAllTextAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{server.Id}/maps"));
            Assert.DoesNotContain("/dotnet/", mapped, StringComparison.Ordinal);
            Assert.Equal(0, await server.StopAsync());
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Without_a_runtime_identifier_it_says_what_it_takes()
    {
        var run = await Tool.RunAsync(Files.Deploy("publish"), []);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("deploy/publish RID", run.Errors, StringComparison.Ordinal);
    }
}
