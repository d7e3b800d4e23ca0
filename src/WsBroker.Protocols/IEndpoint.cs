
namespace WsBroker.Protocols;

/// <summary>Where clients of one protocol connect.</summary>
/// <remarks>Thread-safe. A new client protocol is a folder with an endpoint, registered where the gateway is composed.</remarks>
public interface IEndpoint
{
    /// <summary>How the protocol's subscribers get publications.</summary>
    MessageForm Form { get; }

    /// <summary>Whether requests for this path, still percent-encoded, are this endpoint's.</summary>
    bool Owns(string path);

    /// <summary>Whether plain HTTP requests for its paths are somebody else's; otherwise they are answered with 426.</summary>
    bool LeavesPlainHttp { get; }

    /// <summary>Whether a client may prove who it is after the handshake; otherwise it must do so there, if it must at all.</summary>
    bool AwaitsConnect { get; }

    /// <summary>Whether it is for clients that only listen (Server-Sent Events), and not for WebSockets.</summary>
    bool IsOneWay => false;

    /// <summary>Picks the subprotocol to speak out of those that the client offers, in its order of preference.</summary>
    /// <returns>One of the offered, or null for none.</returns>
    string? ChooseSubprotocol(IReadOnlyList<string> offered);

    /// <summary>Takes a request for a path that it owns, or tells what is wrong with it.</summary>
    /// <param name="path">The path, still percent-encoded.</param>
    /// <param name="query">What follows the question mark, still percent-encoded, or empty.</param>
    Opening Open(string path, string query);
}
