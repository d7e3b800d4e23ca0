using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using WsBroker.TestKit;

namespace WsBroker.Deployment.Tests;

public sealed partial class DockerfileTests
{
    private static readonly string _file = Files.Read("Dockerfile");

    [Fact]
    public async Task What_the_image_is_built_with_gives_a_folder_in_which_its_start_command_and_its_health_check_run()
    {
        var folder = Directory.CreateTempSubdirectory("wsbroker-image");
        var publish = Publish().Match(_file).Groups["arguments"].Value.Split(' ');
        await Tool.SucceedsAsync(
            "dotnet",
            ["publish", .. publish[..^1], Path.Combine(folder.FullName, "app"), "--artifacts-path", Path.Combine(folder.FullName, "work"), "-p:RunAnalyzers=false"]);

        string[] start = [.. Words("ENTRYPOINT"), .. Words("CMD"), "--listen", "127.0.0.1:0"];
        var command = new ProcessStartInfo(start[0], start[1..]) { WorkingDirectory = Path.Combine(folder.FullName, "app") };
        await using (var server = await ServerProcess.StartAsync(command))
        {
            using var http = new HttpClient { BaseAddress = server.Http };
            using var page = await http.GetAsync(new Uri("/", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            var probe = Words("CMD", after: "HEALTHCHECK");
            await Tool.SucceedsAsync("dotnet", [Path.Combine(folder.FullName, "app", probe[1]), .. probe[2..^1], server.Http.ToString()]);
            Assert.Equal(0, await server.StopAsync());
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_options_that_it_sets_are_options_that_there_are()
    {
        var options = Setting().Matches(_file).ToDictionary(
            static one => one.Groups["name"].Value, static one => (string?)one.Groups["value"].Value, StringComparer.Ordinal);
        options["WSBROKER__INSECURE"] = "true";

        Assert.Contains("listen = 0.0.0.0:8080", await Broker.CheckAsync(options), StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_has_no_shell_and_its_user_no_rights()
    {
        Assert.Matches("FROM mcr\\.microsoft\\.com/dotnet/aspnet:10\\.0-\\w+-chiseled\n", _file);
        Assert.Contains("\nUSER app\n", _file, StringComparison.Ordinal);
    }

    private static string[] Words(string instruction, string after = "\n")
    {
        var line = _file[_file.LastIndexOf(after, StringComparison.Ordinal)..];
        line = after is "\n" ? _file[_file.LastIndexOf($"\n{instruction} ", StringComparison.Ordinal)..] : line;
        var from = line.IndexOf($"{instruction} [", StringComparison.Ordinal) + instruction.Length + 1;
        return JsonSerializer.Deserialize<string[]>(line[from..(line.IndexOf(']', from) + 1)])!;
    }

    [GeneratedRegex("^RUN dotnet publish (?<arguments>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Publish();

    [GeneratedRegex("(?<name>WSBROKER__[A-Z_0-9]+)=(?<value>[^ \\n]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();
}
