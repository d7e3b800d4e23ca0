using System.Net;
using System.Text;
using WsBroker.Server.Options;

namespace WsBroker.Server.Commands;

/// <summary>What the server prints when it has started: where to look, and what to try.</summary>
internal static class Welcome
{
    /// <summary>The text, with one line <c>Listening on http://…</c> for each address.</summary>
    public static string Text(IReadOnlyList<IPEndPoint> endPoints, ServerOptions options)
    {
        var text = new StringBuilder();
        text.AppendLine($"WsBroker {ProductVersion.Text}");
        foreach (var endPoint in endPoints)
        {
            text.AppendLine($"Listening on http://{endPoint}");
        }

        var first = endPoints[0];
        text.AppendLine();
        text.AppendLine($"  Chat in two browser tabs   http://{first}/");
        text.AppendLine($"  See all messages           wsbroker sub --url ws://{first} 'chat/#'");
        text.AppendLine($"  Send one                   echo hi | wsbroker pub --url ws://{first} chat/lobby");
        text.AppendLine($"  From a console             new WebSocket('ws://{first}/topics/chat/lobby')");
        text.AppendLine();
        text.AppendLine(options.Insecure
            ? "  INSECURE: whoever can reach these addresses may read and publish everything."
            : "  Only this machine can connect; whoever is on it may read and publish everything.");
        return text.ToString();
    }
}
