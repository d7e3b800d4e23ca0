using System.CommandLine;
using WsBroker.Client;

namespace WsBroker.Server.Commands;

/// <summary>The options with which a verb finds and enters a broker: <c>--url</c> and <c>--token</c>.</summary>
internal sealed class BrokerOptions
{
    private readonly Option<Uri> _url = UrlOption.Create("Address of the broker", "ws", "wss");

    private readonly Option<string?> _token = new("--token")
    {
        Description = "Token (a JWT) to present",
        HelpName = "JWT",
    };

    /// <summary>Gives a verb these options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_url);
        command.Options.Add(_token);
    }

    /// <summary>Connects as the options say.</summary>
    /// <exception cref="WsBrokerException">The broker cannot be reached, or refused.</exception>
    public Task<WsBrokerClient> ConnectAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var token = parsed.GetValue(_token);
        var options = new WsBrokerClientOptions
        {
            Name = "wsbroker",
            Token = token is null ? null : _ => ValueTask.FromResult<string?>(token),
        };
        return WsBrokerClient.ConnectAsync(parsed.GetValue(_url)!, options, cancellationToken);
    }
}
