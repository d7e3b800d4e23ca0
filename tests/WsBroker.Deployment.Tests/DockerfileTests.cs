using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using WsBroker.Client;
using WsBroker.TestKit;

namespace WsBroker.Deployment.Tests;

public sealed partial class DockerfileTests(ImageFolder image) : IClassFixture<ImageFolder>
{
    // All that is mounted becomes read-only, which is tried before the server begins
    private const string ReadOnlyRoot =
        """
        mount --make-rprivate /
        while read -r _ at _; do mount -o remount,bind,ro "$at"; done </proc/self/mounts 2>/dev/null
        for folder in . /tmp; do
          ! touch "$folder/written" 2>/dev/null || { echo "$folder can be written to" >&2; exit 1; }
        done
        exec "$@"
        """;

    [Fact]
    public async Task What_the_image_is_built_with_gives_a_folder_in_which_its_start_command_and_its_health_check_run()
    {
        await using var server = await ServerProcess.StartAsync(Command(ImageFolder.Start[0], [.. ImageFolder.Start.Skip(1)]));
        using var http = new HttpClient { BaseAddress = server.Http };
        using var page = await http.GetAsync(new Uri("/", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        await Tool.SucceedsAsync("dotnet", [Path.Combine(image.App, ImageFolder.Probe[1]), .. ImageFolder.Probe.Skip(2).SkipLast(1), server.Http.ToString()]);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task Where_nothing_can_be_written_it_serves()
    {
        string[] into = await MayMountAsync([]) ? [] : ["--map-root-user"];
        Assert.True(await MayMountAsync(into), "Neither root nor a user with namespaces of one's own (unshare --mount --map-root-user).");
        var command = Command("unshare", ["--mount", .. into, "sh", "-c", ReadOnlyRoot, "sh", .. ImageFolder.Start]);
        command.Environment["HOME"] = "/nonexistent";
        await using var server = await ServerProcess.StartAsync(command);
        await using var client = await WsBrokerClient.ConnectAsync(server.Ws);
        using var http = new HttpClient { BaseAddress = server.Http };

        await client.PublishAsync("chat/lobby", "kept in memory");

        Assert.Contains("kept in memory", await http.GetStringAsync(new Uri("api/history?topic=chat/lobby", UriKind.Relative)), StringComparison.Ordinal);
        await client.DisposeAsync();
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task Its_health_check_fails_for_no_server_that_lives_though_Redis_is_away()
    {
        await using var server = await ServerProcess.StartAsync("--engine", FormattableString.Invariant($"redis:127.0.0.1:{FreePorts.Next()}"));
        string[] probe = ["exec", Path.Combine(AppContext.BaseDirectory, "wsbroker.dll"), .. ImageFolder.Probe.Skip(2).SkipLast(1), server.Http.ToString()];

        var lives = await Tool.RunAsync("dotnet", probe);
        var isReady = await Tool.RunAsync("dotnet", [.. probe.Where(static word => word is not "--live")]);

        Assert.Equal((0, 1), (lives.ExitCode, isReady.ExitCode));
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task The_options_that_it_sets_are_options_that_there_are()
    {
        var options = Setting().Matches(ImageFolder.Text).ToDictionary(
            static one => one.Groups["name"].Value, static one => (string?)one.Groups["value"].Value, StringComparer.Ordinal);
        options["WSBROKER__INSECURE"] = "true";

        Assert.Contains("listen = 0.0.0.0:8080", await Broker.CheckAsync(options), StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_has_no_shell_and_its_user_no_rights()
    {
        Assert.Matches("FROM mcr\\.microsoft\\.com/dotnet/aspnet:10\\.0-\\w+-chiseled\n", ImageFolder.Text);
        Assert.Contains("\nUSER app\n", ImageFolder.Text, StringComparison.Ordinal);
    }

    private static async Task<bool> MayMountAsync(string[] into) => (await Tool.RunAsync("unshare", ["--mount", .. into, "true"])).ExitCode == 0;

    private ProcessStartInfo Command(string program, string[] arguments)
    {
        var command = new ProcessStartInfo(program, [.. arguments, "--listen", "127.0.0.1:0"]) { WorkingDirectory = image.App };
        foreach (var (name, value) in ImageFolder.Runtime)
        {
            command.Environment[name] = value;
        }

        return command;
    }

    [GeneratedRegex("(?<name>WSBROKER__[A-Z_0-9]+)=(?<value>[^ \\n]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();
}
