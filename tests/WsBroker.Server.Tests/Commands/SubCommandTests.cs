using System.CommandLine;
using System.Security.Cryptography;
using WsBroker.Broker.Topics;
using WsBroker.Client;
using WsBroker.Gateway.Connections;
using WsBroker.Server.Commands;
using WsBroker.Server.Options;
using WsBroker.Server.Tests.Hosting;

namespace WsBroker.Server.Tests.Commands;

public sealed class SubCommandTests
{
    [Fact]
    public async Task Prints_text_and_JSON_as_they_are_and_bytes_in_Base64()
    {
        await using var broker = await RunningBroker.StartAsync();
        await broker.Client.PublishAsync("a", "hello é");
        await broker.Client.PublishAsync("a", WsBrokerPayload.Json("""{"x": 1.0}"""u8.ToArray()));
        await broker.Client.PublishAsync("a", new byte[] { 0, 255 });

        var run = await Invocation.RunAsync(SubCommand.Create(), "a", "--from-start", "--count", "3", "--url", broker.Url);

        Assert.Equal(new Invocation(0, Lines("hello é", """{"x": 1.0}""", "AP8="), ""), run);
    }

    [Fact]
    public async Task AU_17_With_a_token_both_verbs_do_their_work_where_everybody_needs_one_and_without_it_they_say_so()
    {
        await using var broker = await GuardedBroker.StartAsync("topics:0:match=t", "topics:0:publish=token", "topics:0:subscribe=token");
        var url = new UriBuilder(broker.Http.BaseAddress!) { Scheme = "ws" }.Uri.ToString();
        var token = GuardedBroker.Token("u1").Allow(["t"], ["t"]).Sign();
        var other = GuardedBroker.Token("u1").Allow(["x"], ["x"]).Sign();

        var published = await Invocation.RunAsync(PubCommand.Create(), "t", "hi", "--ack", "--token", token, "--url", url);
        var heard = await Invocation.RunAsync(SubCommand.Create(), "t", "--from-start", "--count", "1", "--token", token, "--url", url);
        var refused = await Invocation.RunAsync(PubCommand.Create(), "t", "hi", "--ack", "--token", other, "--url", url);
        var nobody = await Invocation.RunAsync(SubCommand.Create(), "t", "--count", "1", "--url", url);

        Assert.Equal((0, 0, 1, 1), (published.ExitCode, heard.ExitCode, refused.ExitCode, nobody.ExitCode));
        Assert.Equal(Lines("hi"), heard.Output);
        Assert.Contains("the topic is not open to this client", refused.Error, StringComparison.Ordinal);
        Assert.Contains("nothing may be done before connect with a token", nobody.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(token, published.Error + heard.Error + refused.Error + nobody.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_a_topic_begins_anew_and_not_that_messages_are_missing_if_none_are()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var http = new HttpClient { BaseAddress = new UriBuilder(broker.Url) { Scheme = "http" }.Uri };
        using var late = new CancellationTokenSource(RunningBroker.Patience);
        var running = Invocation.RunAsync(SubCommand.Create(), "a/#", "--count", "2", "--url", broker.Url);
        while (!(await http.GetStringAsync(new Uri("api/connections", UriKind.Relative), late.Token)).Contains("a/#", StringComparison.Ordinal))
        {
            // Each question takes the broker's time, not ours
        }

        await broker.Client.PublishAsync("a/b", "one");
        using var forgotten = await http.DeleteAsync(new Uri("api/history?topic=a/b", UriKind.Relative), late.Token);
        await broker.Client.PublishAsync("a/b", "two");

        var run = await running;
        Assert.Equal(Lines("a/b one", "a/b two"), run.Output);
        Assert.Contains("a/b begins anew here (restarted); nothing of it was missed.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Begins_with_the_last_of_the_history()
    {
        await using var broker = await RunningBroker.StartAsync();
        for (var number = 1; number <= 5; number++)
        {
            await broker.Client.PublishAsync("a", $"{number}");
        }

        var run = await Invocation.RunAsync(SubCommand.Create(), "a", "--last", "2", "--count", "2", "--url", broker.Url);

        Assert.Equal(Lines("4", "5"), run.Output);
    }

    [Fact]
    public async Task Prints_one_JSON_object_a_line_when_asked_to()
    {
        await using var broker = await RunningBroker.StartAsync();
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["h"] = "v" };
        await broker.Client.PublishAsync(
            "a", WsBrokerPayload.Json("{\n\"x\": 1.0}"u8.ToArray()), new PublishOptions { Headers = headers });
        await broker.Client.PublishAsync("a", "two\nlines");
        await broker.Client.PublishAsync("a", new byte[] { 0, 255 });

        var run = await Invocation.RunAsync(
            SubCommand.Create(), "a", "--from-start", "--count", "3", "--json", "--url", broker.Url);

        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("""{"topic":"a","offset":1,"data":{ "x": 1.0},"headers":{"h":"v"},"client":""", lines[0], StringComparison.Ordinal);
        Assert.Matches("\"at\":1[0-9]{12}}", lines[0]);
        Assert.StartsWith("""{"topic":"a","offset":2,"text":"two\nlines",""", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("""{"topic":"a","offset":3,"base64":"AP8=",""", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_topics_are_told_apart_by_their_name()
    {
        await using var broker = await RunningBroker.StartAsync();
        await broker.Client.PublishAsync("a", "1");
        await broker.Client.PublishAsync("b", "2");

        var run = await Invocation.RunAsync(
            SubCommand.Create(), "a", "b", "a", "--from-start", "--count", "2", "--url", broker.Url);

        Assert.Equal(0, run.ExitCode);
        var lines = run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["a 1", "b 2"], lines.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Being_stopped_is_not_a_failure()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var stop = new CancellationTokenSource();
        var running = Invocation.RunUntilAsync(SubCommand.Create(), ["a", "--url", broker.Url], stop.Token);
        await broker.WaitForSubscriberAsync();

        await stop.CancelAsync();

        Assert.Equal(new Invocation(0, "", ""), await running);
    }

    [Fact]
    public async Task A_lost_connection_is_told_on_standard_error()
    {
        var broker = await RunningBroker.StartAsync();
        using var stop = new CancellationTokenSource();
        using var log = new SignallingWriter();
        var verb = SubCommand.Create();
        var running = verb.Parse(["a", "--url", broker.Url])
            .InvokeAsync(new InvocationConfiguration { Output = TextWriter.Null, Error = log }, stop.Token);
        await broker.WaitForSubscriberAsync();

        await broker.DisposeAsync();
        var line = await log.FirstLine.WaitAsync(RunningBroker.Patience);
        await stop.CancelAsync();

        Assert.StartsWith("Not connected (", line, StringComparison.Ordinal);
        Assert.Equal(0, await running.WaitAsync(RunningBroker.Patience));
    }

    [Fact]
    public async Task A_gap_is_told_on_standard_error_with_its_reason()
    {
        // 12 MB, more than all the buffers between a publisher and a terminal that takes nothing
        const int published = 2000;
        Assert.True(TopicFilter.TryParse("a", out var filter, out _));
        await using var broker = await RunningBroker.StartAsync(new ServerOptions
        {
            Topics = [new TopicRule(filter) { Overflow = OverflowPolicy.DropOldest }],
            Limits = new LimitsOptions { QueuedBytes = 64 * 1024 },
            Connection = new ConnectionOptions { WriteTimeout = TimeSpan.FromMinutes(1) },
        });
        using var stop = new CancellationTokenSource();
        using var terminal = new StalledWriter();
        using var log = new SignallingWriter();
        var running = SubCommand.Create().Parse(["a", "--url", broker.Url])
            .InvokeAsync(new InvocationConfiguration { Output = terminal, Error = log }, stop.Token);
        await broker.WaitForSubscriberAsync();

        for (var number = 0; number < published; number++)
        {
            await broker.Client.PublishAsync("a", RandomNumberGenerator.GetBytes(6000));
        }

        terminal.GoOn();
        var line = await log.FirstLine.WaitAsync(RunningBroker.Patience);
        await stop.CancelAsync();

        Assert.Matches(@"^Messages [0-9]+ to [0-9]+ of a are missing here \(slow\)\.$", line);
        Assert.Equal(0, await running.WaitAsync(RunningBroker.Patience));
    }

    [Fact]
    public async Task A_subscription_that_is_refused_ends_with_1_and_the_sentence_of_the_server()
    {
        await using var broker = await RunningBroker.StartAsync();

        var run = await Invocation.RunAsync(SubCommand.Create(), "a", "$system", "--url", broker.Url);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("'$'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FILTER is 'a/#/b'", "a/#/b")]
    [InlineData("FILTER is 'a/+'", "a/+", "--last", "1")]
    [InlineData("FILTER is '#'", "#", "--from-start")]
    [InlineData("--last is '-1'", "a", "--last", "-1")]
    [InlineData("--last is '1000001'", "a", "--last", "1000001")]
    [InlineData("--last is 'x'", "a", "--last", "x")]
    [InlineData("--count is '0'", "a", "--count", "0")]
    [InlineData("--count is 'x'", "a", "--count", "x")]
    [InlineData("--url is 'ftp://x'", "a", "--url", "ftp://x")]
    [InlineData("FILTER")]
    public async Task Wrong_usage_ends_with_2_and_names_what_is_wrong(string expected, params string[] arguments)
    {
        var run = await Invocation.RunAsync(SubCommand.Create(), arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_is_not_there_ends_with_1_and_says_where()
    {
        var broker = await RunningBroker.StartAsync();
        await broker.DisposeAsync();

        var run = await Invocation.RunAsync(SubCommand.Create(), "a", "--url", broker.Url);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(broker.Url, run.Error, StringComparison.Ordinal);
    }

    /// <summary>A terminal that takes nothing until it is told to go on.</summary>
    private sealed class StalledWriter : StringWriter
    {
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void GoOn() => _goOn.TrySetResult();

        public override Task WriteLineAsync(string? value) => _goOn.Task;
    }

    /// <summary>Tells its first line when it is written.</summary>
    private sealed class SignallingWriter : StringWriter
    {
        private readonly TaskCompletionSource<string?> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string?> FirstLine => _first.Task;

        public override void WriteLine(string? value) => _first.TrySetResult(value);
    }

    private static string Lines(params string[] lines) => string.Concat(lines.Select(line => line + Environment.NewLine));
}
