using WsBroker.Protocols.Raw;

namespace WsBroker.Protocols.Echo;

/// <summary><c>/echo</c>: each message goes back to its sender, and to nobody else. For conformance suites and for measuring.</summary>
public sealed class EchoEndpoint : IEndpoint
{
    /// <inheritdoc/>
    public MessageForm Form => RawForm.Instance;

    /// <inheritdoc/>
    public bool LeavesPlainHttp => false;

    /// <inheritdoc/>
    public bool AwaitsConnect => false;

    /// <inheritdoc/>
    public bool Owns(string path) => path is "/echo";

    /// <inheritdoc/>
    public string? ChooseSubprotocol(IReadOnlyList<string> offered) => null;

    /// <inheritdoc/>
    public Opening Open(string path, string query) => EchoOpening.Instance;
}
