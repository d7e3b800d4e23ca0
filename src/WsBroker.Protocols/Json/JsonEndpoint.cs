namespace WsBroker.Protocols.Json;

/// <summary><c>/</c>: one JSON object a text message, many topics over one connection (<c>wsbroker.v1.json</c>).</summary>
public sealed class JsonEndpoint(JsonProtocolOptions options) : IEndpoint
{
    /// <summary>The name of the protocol, as <c>Sec-WebSocket-Protocol</c> has it.</summary>
    public const string Subprotocol = "wsbroker.v1.json";

    private readonly JsonOpening _opening = new(options);

    /// <inheritdoc/>
    public MessageForm Form => JsonForm.Instance;

    /// <inheritdoc/>
    public bool LeavesPlainHttp => true;

    /// <inheritdoc/>
    public bool AwaitsConnect => true;

    /// <inheritdoc/>
    public bool Owns(string path) => path is "/";

    /// <inheritdoc/>
    public string? ChooseSubprotocol(IReadOnlyList<string> offered)
    {
        ArgumentNullException.ThrowIfNull(offered);
        return offered.Contains(Subprotocol, StringComparer.Ordinal) ? Subprotocol : null;
    }

    /// <inheritdoc/>
    public Opening Open(string path, string query) => _opening;
}
