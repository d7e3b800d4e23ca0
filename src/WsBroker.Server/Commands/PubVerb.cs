using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using System.Threading.Channels;
using WsBroker.Client;

namespace WsBroker.Server.Commands;

/// <summary>The options and the action of <c>wsbroker pub</c>.</summary>
/// <param name="input">What is published line by line if there is neither a text nor a file.</param>
internal sealed class PubVerb(TextReader input)
{
    /// <summary>Lines that may wait for their acknowledgement; beyond, no more are read.</summary>
    private const int MaxUnacknowledgedLines = 512;

    private readonly BrokerOptions _broker = new();

    private readonly Argument<string> _topic = new("TOPIC") { Description = "Where to publish" };

    private readonly Argument<string?> _text = new("TEXT")
    {
        Description = "What to publish; without it, each line of standard input",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<FileInfo?> _file = new("--file")
    {
        Description = "Publish the whole content of a file as one message: text, or bytes if it is not UTF-8",
        HelpName = "PATH",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "What is published is JSON, and subscribers get it as data",
    };

    private readonly Option<bool> _ack = new("--ack")
    {
        Description = "Print epoch and offset of each message, one line each, in the order of publishing",
    };

    /// <summary>Gives the verb its arguments and options.</summary>
    public void AddTo(Command command)
    {
        _topic.Validators.Add(TopicArguments.RequireTopics);
        command.Arguments.Add(_topic);
        command.Arguments.Add(_text);
        _broker.AddTo(command);
        command.Options.Add(_file);
        command.Options.Add(_json);
        command.Options.Add(_ack);
        command.Validators.Add(RequireOneSource);
    }

    /// <summary>Publishes and waits for the acknowledgements.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        ClientVerb.RunAsync(parsed, ExitCode.Failed, stop => PublishAsync(parsed, stop), cancellationToken);

    private async Task<int> PublishAsync(ParseResult parsed, CancellationToken stop)
    {
        var asJson = parsed.GetValue(_json);
        try
        {
            // What is wrong with a text or a file is told without a broker
            var whole = await ReadWholeAsync(parsed, asJson, stop);
            await using var client = await _broker.ConnectAsync(parsed, stop);
            var topic = parsed.GetValue(_topic)!;
            var output = parsed.GetValue(_ack) ? parsed.InvocationConfiguration.Output : TextWriter.Null;
            if (whole is { } payload)
            {
                await PrintAsync(output, client.PublishAsync(topic, payload, cancellationToken: stop).AsTask());
            }
            else
            {
                await PublishLinesAsync(client, topic, asJson, output, stop);
            }

            return ExitCode.Stopped;
        }
        catch (JsonException problem)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(
                $"What is to be published with --json is not JSON: {problem.Message}");
            return ExitCode.WrongUsage;
        }
    }

    private async Task<WsBrokerPayload?> ReadWholeAsync(ParseResult parsed, bool asJson, CancellationToken stop)
    {
        if (parsed.GetValue(_file) is { } file)
        {
            return ReadFile(await File.ReadAllBytesAsync(file.FullName, stop), asJson);
        }

        if (parsed.GetValue(_text) is { } text)
        {
            return ReadText(text, asJson);
        }

        return null;
    }

    // Lines are sent one behind the other; what is acknowledged is printed in the same order, while more is read
    private async Task PublishLinesAsync(
        WsBrokerClient client, string topic, bool asJson, TextWriter output, CancellationToken stop)
    {
        var sent = Channel.CreateBounded<Task<TopicPosition>>(MaxUnacknowledgedLines);
        using var refused = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var printing = PrintAllAsync(sent.Reader, output, refused);
        try
        {
            while (await input.ReadLineAsync(stop).AsTask().WaitAsync(refused.Token) is { } line)
            {
                var publishing = client.PublishAsync(topic, ReadText(line, asJson), cancellationToken: stop).AsTask();
                await sent.Writer.WriteAsync(publishing, refused.Token);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // A line was refused; printing tells which failure it was
        }
        finally
        {
            sent.Writer.Complete();
            await printing;
        }
    }

    private static async Task PrintAllAsync(
        ChannelReader<Task<TopicPosition>> sent, TextWriter output, CancellationTokenSource refused)
    {
        try
        {
            await foreach (var acknowledged in sent.ReadAllAsync())
            {
                await PrintAsync(output, acknowledged);
            }
        }
        catch
        {
            await refused.CancelAsync();
            throw;
        }
    }

    private static async Task PrintAsync(TextWriter output, Task<TopicPosition> acknowledged)
    {
        var position = await acknowledged;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{position.Epoch} {position.Offset}"));
        await output.FlushAsync();
    }

    private static WsBrokerPayload ReadText(string text, bool asJson) =>
        asJson ? WsBrokerPayload.Json(Encoding.UTF8.GetBytes(text)) : WsBrokerPayload.Text(text);

    private static WsBrokerPayload ReadFile(byte[] content, bool asJson)
    {
        if (asJson)
        {
            return WsBrokerPayload.Json(content);
        }

        return Utf8.IsValid(content)
            ? WsBrokerPayload.Text(Encoding.UTF8.GetString(content))
            : WsBrokerPayload.Binary(content);
    }

    private void RequireOneSource(CommandResult result)
    {
        if (result.GetValue(_text) is not null && result.GetValue(_file) is not null)
        {
            result.AddError("There is both TEXT and --file; allowed is one of them, or none for standard input");
        }
    }
}
