using System.Text;
using WsBroker.Server.Options;

namespace WsBroker.Server.Commands;

/// <summary>What the server prints when it has started: where to look, and what to try.</summary>
internal static class Welcome
{
    /// <summary>The text, with one line <c>Listening on http://…</c> for each address.</summary>
    /// <param name="addresses">Where it listens, with the ports that it got.</param>
    /// <param name="options">How it was started.</param>
    public static string Text(IReadOnlyList<ListenAddress> addresses, ServerOptions options)
    {
        var text = new StringBuilder();
        text.AppendLine($"WsBroker {ProductVersion.Text}");
        foreach (var address in addresses)
        {
            text.AppendLine($"Listening on http{S(address)}://{address.EndPoint}");
        }

        var (first, s) = (addresses[0].EndPoint, S(addresses[0]));
        text.AppendLine();
        text.AppendLine($"  Chat in two browser tabs   http{s}://{first}/");
        text.AppendLine($"  Watch it work              http{s}://{first}/admin");
        text.AppendLine($"  See all messages           wsbroker sub --url ws{s}://{first} 'chat/#'");
        text.AppendLine($"  Send one                   echo hi | wsbroker pub --url ws{s}://{first} chat/lobby");
        text.AppendLine($"  From a console             new WebSocket('ws{s}://{first}/topics/chat/lobby')");
        text.AppendLine();
        text.AppendLine(Warning(options));
        return text.ToString();
    }

    private static string Warning(ServerOptions options)
    {
        if (options.Auth.Required)
        {
            return "  Clients need a token: wsbroker token --user NAME makes one, with the same configuration.";
        }

        if (options.Webhooks.GuardEntry)
        {
            return "  Clients come in as the back end of webhooks:connect allows.";
        }

        return options.Insecure
            ? "  INSECURE: whoever can reach these addresses may read and publish everything."
            : "  Only this machine can connect; whoever is on it may read and publish everything.";
    }

    private static string S(ListenAddress address) => address.IsTls ? "s" : "";
}
