using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Threading.Channels;
using WsBroker.Broker.Topics;
using WsBroker.Client;

namespace WsBroker.Server.Commands;

/// <summary>The options and the action of <c>wsbroker sub</c>.</summary>
internal sealed class SubVerb
{
    /// <summary>Messages of all subscriptions that may wait for the terminal; beyond, the client is held up.</summary>
    private const int MaxWaitingMessages = 64;

    private readonly BrokerOptions _broker = new();

    private readonly Argument<string[]> _filters = new("FILTER")
    {
        Description = "Topics, or filters: + stands for one level, # for the rest",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _fromStart = new("--from-start")
    {
        Description = "Begin with all of the topic's history",
    };

    private readonly Option<int> _last = new("--last")
    {
        Description = "Begin with the last N messages of the topic's history",
        HelpName = "N",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print one JSON object a line: topic, offset, data, text or base64, headers, user, client, at",
    };

    private readonly Option<long> _count = new("--count")
    {
        Description = "Stop after N messages",
        HelpName = "N",
    };

    /// <summary>Gives the verb its arguments and options.</summary>
    public void AddTo(Command command)
    {
        _filters.Validators.Add(TopicArguments.RequireFilters);
        _last.Validators.Add(result => Require(result, 0, SubscribeOptions.MaxLast));
        _count.Validators.Add(result => Require(result, 1, long.MaxValue));
        command.Arguments.Add(_filters);
        _broker.AddTo(command);
        command.Options.Add(_fromStart);
        command.Options.Add(_last);
        command.Options.Add(_json);
        command.Options.Add(_count);
        command.Validators.Add(RequireTopicsForHistory);
    }

    /// <summary>Subscribes and prints.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        ClientVerb.RunAsync(parsed, ExitCode.Stopped, stop => PrintAsync(parsed, stop), cancellationToken);

    private async Task<int> PrintAsync(ParseResult parsed, CancellationToken stop)
    {
        var filters = parsed.GetValue(_filters)!.Distinct(StringComparer.Ordinal).ToList();
        var printer = new MessagePrinter(
            parsed.InvocationConfiguration.Output,
            parsed.GetValue(_json),
            withTopic: filters.Count > 1 || HasWildcards(filters[0]),
            isTerminal: !Console.IsOutputRedirected);
        await using var client = await _broker.ConnectAsync(parsed, stop);
        var log = parsed.InvocationConfiguration.Error;
        client.StateChanged += (_, change) => Tell(log, change);

        using var done = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var messages = Channel.CreateBounded<WsBrokerMessage>(MaxWaitingMessages);
        var options = ReadOptions(parsed, log);
        var subscriptions = filters.ConvertAll(
            filter => ForwardAsync(client, filter, options, messages.Writer, done.Token));
        var left = parsed.GetValue(_count) is > 0 and var count ? count : long.MaxValue;
        try
        {
            await foreach (var message in messages.Reader.ReadAllAsync(stop))
            {
                await printer.PrintAsync(message);
                if (--left == 0)
                {
                    return ExitCode.Stopped;
                }
            }
        }
        finally
        {
            await done.CancelAsync();
            await Task.WhenAll(subscriptions);
        }

        return ExitCode.Stopped;
    }

    // The first subscription that fails ends all, with its failure
    private static async Task ForwardAsync(
        WsBrokerClient client,
        string filter,
        SubscribeOptions options,
        ChannelWriter<WsBrokerMessage> messages,
        CancellationToken done)
    {
        try
        {
            await foreach (var message in client.SubscribeAsync(filter, options, done))
            {
                await messages.WriteAsync(message, done);
            }

            messages.TryComplete();
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // Enough was printed, or the verb was stopped
        }
        catch (WsBrokerException failure)
        {
            messages.TryComplete(failure);
        }
    }

    private SubscribeOptions ReadOptions(ParseResult parsed, TextWriter log) => new()
    {
        Last = parsed.GetValue(_fromStart) ? SubscribeOptions.MaxLast : parsed.GetValue(_last),
        GapDetected = gap => log.WriteLine(Describe(gap)),
    };

    private void RequireTopicsForHistory(CommandResult result)
    {
        var isPast = result.GetValue(_fromStart) || (result.GetResult(_last) is { } last && IsWhole(last, 1, SubscribeOptions.MaxLast));
        var wild = isPast ? Array.Find(result.GetValue(_filters) ?? [], HasWildcards) : null;
        if (wild is not null)
        {
            result.AddError($"FILTER is '{wild}'; with --from-start or --last it must be a topic without wildcards");
        }
    }

    private static void Require(OptionResult result, long least, long most)
    {
        if (!IsWhole(result, least, most))
        {
            result.AddError(
                $"{result.IdentifierToken?.Value} is '{TextOf(result)}'; allowed are whole numbers from {least} to {most}");
        }
    }

    // By its text: the value of one that is wrong cannot be asked for
    private static bool IsWhole(OptionResult result, long least, long most) =>
        long.TryParse(TextOf(result), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most;

    private static string TextOf(OptionResult result) => result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value;

    private static bool HasWildcards(string filter) =>
        TopicFilter.TryParse(filter, out var parsed, out _) && parsed.Exact is null;

    // The end needs no word: it is ours, or the subscriptions tell why
    private static void Tell(TextWriter log, ConnectionStateChangedEventArgs change)
    {
        if (change.State is ConnectionState.Connected)
        {
            log.WriteLine("Connected again.");
        }
        else if (change.State is ConnectionState.Reconnecting)
        {
            log.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Not connected ({change.Reason}); trying again in {change.RetryIn?.TotalSeconds:0.0} s."));
        }
    }

    private static string Describe(TopicGap gap)
    {
        var reason = gap.Detail ?? gap.Reason.ToString();
        if (gap.To < gap.From)
        {
            return $"{gap.Topic} begins anew here ({reason}); nothing of it was missed.";
        }

        return gap.From is null
            ? $"Messages of {gap.Topic} may be missing here ({reason})."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Messages {gap.From} to {gap.To} of {gap.Topic} are missing here ({reason}).");
    }
}
