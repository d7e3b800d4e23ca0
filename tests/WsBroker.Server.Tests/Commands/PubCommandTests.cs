using System.CommandLine;
using WsBroker.Client;
using WsBroker.Server.Commands;

namespace WsBroker.Server.Tests.Commands;

public sealed class PubCommandTests
{
    [Fact]
    public async Task Publishes_its_argument_and_says_nothing()
    {
        await using var broker = await RunningBroker.StartAsync();

        var run = await Invocation.RunAsync(PubCommand.Create(), "a", "hello", "--url", broker.Url);

        Assert.Equal(new Invocation(0, "", ""), run);
        var message = Assert.Single(await broker.ReadAsync("a", 1));
        Assert.Equal((PayloadKind.Text, "hello"), (message.Kind, message.GetText()));
    }

    [Fact]
    public async Task Publishes_standard_input_line_by_line_and_prints_where_each_stands()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var input = new StringReader("one\n\nthree, without an end");

        var run = await Invocation.RunAsync(Reading(input), "a", "--ack", "--url", broker.Url);

        var messages = await broker.ReadAsync("a", 3);
        Assert.Equal("one||three, without an end", string.Join('|', messages.Select(message => message.GetText())));
        var epoch = messages[0].Position!.Value.Epoch;
        Assert.Equal(
            new Invocation(0, $"{epoch} 1{Environment.NewLine}{epoch} 2{Environment.NewLine}{epoch} 3{Environment.NewLine}", ""), run);
    }

    [Fact]
    public async Task Many_lines_keep_their_order_and_are_all_acknowledged_at_the_end()
    {
        const int count = 2000;
        await using var broker = await RunningBroker.StartAsync();
        using var input = new StringReader(string.Join('\n', Enumerable.Range(1, count)));

        var run = await Invocation.RunAsync(Reading(input), "a", "--ack", "--url", broker.Url);

        Assert.Equal(0, run.ExitCode);
        var offsets = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd().Split(' ')[1]);
        Assert.Equal(Enumerable.Range(1, count).Select(offset => $"{offset}"), offsets, StringComparer.Ordinal);
        var last = Assert.Single(await broker.ReadAsync("a", 1));
        Assert.Equal((count, $"{count}"), (last.Offset, last.GetText()));
    }

    [Fact]
    public async Task Publishes_a_file_as_one_message()
    {
        await using var broker = await RunningBroker.StartAsync();
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, [0, 255]);

        var run = await Invocation.RunAsync(PubCommand.Create(), "a", "--file", path, "--url", broker.Url);

        File.Delete(path);
        Assert.Equal(0, run.ExitCode);
        var message = Assert.Single(await broker.ReadAsync("a", 1));
        Assert.Equal(PayloadKind.Binary, message.Kind);
        Assert.Equal([0, 255], message.Payload.ToArray());
    }

    [Fact]
    public async Task Json_is_checked_and_published_as_it_stands()
    {
        await using var broker = await RunningBroker.StartAsync();

        var good = await Invocation.RunAsync(PubCommand.Create(), "a", """{"x": 1.0}""", "--json", "--url", broker.Url);
        var bad = await Invocation.RunAsync(PubCommand.Create(), "a", """{"x": }""", "--json", "--url", broker.Url);

        Assert.Equal(0, good.ExitCode);
        Assert.Equal(2, bad.ExitCode);
        Assert.Contains("not JSON", bad.Error, StringComparison.Ordinal);
        var message = Assert.Single(await broker.ReadAsync("a", 1));
        Assert.Equal((PayloadKind.Json, """{"x": 1.0}"""), (message.Kind, message.GetText()));
    }

    [Fact]
    public async Task Lines_before_one_that_is_not_JSON_are_published()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var input = new StringReader("1\n2\nthree\n4");

        var run = await Invocation.RunAsync(Reading(input), "a", "--json", "--url", broker.Url);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("2", (await broker.ReadAsync("a", 2))[1].GetText());
    }

    [Fact]
    public async Task A_refused_line_ends_the_verb_though_more_input_may_come()
    {
        await using var broker = await RunningBroker.StartAsync();
        using var input = new EndlessInput("line");

        var run = await Invocation.RunAsync(Reading(input), "$system", "--url", broker.Url);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("'$'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TOPIC is 'a/#'", "a/#", "text")]
    [InlineData("--url is 'http://x'", "a", "text", "--url", "http://x")]
    [InlineData("--url is 'nonsense'", "a", "text", "--url", "nonsense")]
    [InlineData("--file", "a", "text", "--file", "x")]
    public async Task Wrong_usage_ends_with_2_and_names_what_is_wrong(string expected, params string[] arguments)
    {
        var run = await Invocation.RunAsync(PubCommand.Create(), arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_ends_with_1_and_a_sentence()
    {
        var run = await Invocation.RunAsync(PubCommand.Create(), "a", "--file", "/nowhere/at/all");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("/nowhere/at/all", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_is_not_there_ends_with_1_and_says_where_and_what_to_do()
    {
        var broker = await RunningBroker.StartAsync();
        await broker.DisposeAsync();

        var run = await Invocation.RunAsync(PubCommand.Create(), "a", "text", "--url", broker.Url);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(broker.Url, run.Error, StringComparison.Ordinal);
        Assert.Contains("wsbroker serve", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static Command Reading(TextReader input)
    {
        var verb = new PubVerb(input);
        var command = new Command("pub");
        verb.AddTo(command);
        command.SetAction(verb.RunAsync);
        return command;
    }

    /// <summary>One line, and then a person who does not type.</summary>
    private sealed class EndlessInput(string line) : TextReader
    {
        private string? _line = line;

        public override ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
        {
            var next = _line;
            _line = null;
            return next is null ? new(new TaskCompletionSource<string?>().Task) : new(next);
        }
    }
}
