using System.CommandLine;
using WsBroker.Server.Hosting;
using WsBroker.Server.Options;

namespace WsBroker.Server.Commands;

/// <summary><c>wsbroker serve</c>: runs the broker until it is asked to stop.</summary>
internal static class ServeCommand
{
    private static readonly Option<string[]> _listen = new("--listen")
    {
        Description = "Address and port to listen on, with https:// before it for TLS; may be repeated. Default: 127.0.0.1:8080",
        HelpName = "ADDRESS:PORT",
    };

    private static readonly Option<string?> _certificate = new("--certificate")
    {
        Description = "Certificate for https:// addresses, with its key: PEM or PFX",
        HelpName = "FILE",
    };

    private static readonly Option<string?> _certificateKey = new("--certificate-key")
    {
        Description = "Key of the certificate in PEM, if it has a file of its own",
        HelpName = "FILE",
    };

    private static readonly Option<string?> _config = new("--config")
    {
        Description = $"Configuration file in JSON. Default: {OptionsReader.UsualFile} in the working directory, if there is one",
        HelpName = "FILE",
    };

    private static readonly Option<string?> _engine = new("--engine")
    {
        Description = "Where topics keep what they remember: memory, disk:DIR for a log that survives, or redis:CONNECTION, which nodes share",
        HelpName = "ENGINE",
    };

    private static readonly Option<bool> _insecure = new("--insecure")
    {
        Description = "Listen beyond this machine although anybody may do everything",
    };

    private static readonly Option<bool> _echo = new("--echo")
    {
        Description = "Serve /echo, which sends each message back to its sender, for conformance suites",
    };

    private static readonly Option<bool> _legacy = new("--legacy")
    {
        Description = "Speak the WebSocket versions of before RFC 6455 too: hixie-76, and hybi drafts 7 and 8",
    };

    private static readonly Option<string[]> _set = new("--set")
    {
        Description = "Set any option, like limits:messageBytes=65536; may be repeated",
        HelpName = "KEY=VALUE",
    };

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command("serve", "Run the broker (what happens without a verb)");
        AddTo(command);
        return command;
    }

    /// <summary>Gives a command the options and the action of this verb.</summary>
    public static void AddTo(Command command)
    {
        AddOptions(command);
        command.SetAction((parsed, _) => RunAsync(parsed));
    }

    /// <summary>Gives a command the options of this verb.</summary>
    public static void AddOptions(Command command)
    {
        command.Options.Add(_listen);
        command.Options.Add(_certificate);
        command.Options.Add(_certificateKey);
        command.Options.Add(_config);
        command.Options.Add(_engine);
        command.Options.Add(_insecure);
        command.Options.Add(_echo);
        command.Options.Add(_legacy);
        command.Options.Add(_set);
    }

    /// <summary>Reads the options that a command line, its files and the environment make up.</summary>
    /// <exception cref="InvalidOptionsException">Something is wrong, and the message says what.</exception>
    public static ServerOptions Read(ParseResult parsed)
    {
        var settings = new List<string>(parsed.GetValue(_set) ?? []);
        if (parsed.GetValue(_engine) is { } engine)
        {
            settings.Add($"engine={engine}");
        }

        if (parsed.GetValue(_certificate) is { } certificate)
        {
            settings.Add($"certificates:0:file={certificate}");
        }

        if (parsed.GetValue(_certificateKey) is { } key)
        {
            settings.Add($"certificates:0:key={key}");
        }

        if (parsed.GetValue(_insecure))
        {
            settings.Add("insecure=true");
        }

        if (parsed.GetValue(_echo))
        {
            settings.Add("echo=true");
        }

        if (parsed.GetValue(_legacy))
        {
            settings.Add("legacy=true");
        }

        return OptionsReader.Read(parsed.GetValue(_config), settings, parsed.GetValue(_listen) ?? []);
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        using var signals = new StopSignals();
        try
        {
            return await ServeAsync(parsed, signals);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            // While it was starting: there is nobody yet to let go
            return ExitCode.Stopped;
        }
        catch (InvalidOptionsException problem)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(problem.Message);
            return ExitCode.WrongUsage;
        }
    }

    private static async Task<int> ServeAsync(ParseResult parsed, StopSignals signals)
    {
        var options = Read(parsed);
        using var loggers = ConsoleLog.Create(options.Log);
        await using var host = await BrokerHost.StartAsync(options, loggers, () => Read(parsed), signals.Stop);
        await WelcomeAsync(parsed.InvocationConfiguration.Output, Welcome.Text(host.Addresses, options));
        await using var supervision = Supervision.Begin(host, Environment.GetEnvironmentVariable);
        Task end = Task.WhenAny(host.DrainAsked, host.Failed).WaitAsync(signals.Stop);
        await end.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        supervision.TellStopping();
        await host.DrainAsync(signals.Hurry);
        return host.Failed.IsCompleted ? ExitCode.Failed : ExitCode.Stopped;
    }

    private static async Task WelcomeAsync(TextWriter output, string text)
    {
        try
        {
            await output.WriteAsync(text);
            await output.FlushAsync();
        }
        catch (IOException)
        {
            // The disk that it goes to may be full, which is no reason not to serve
        }
    }
}
