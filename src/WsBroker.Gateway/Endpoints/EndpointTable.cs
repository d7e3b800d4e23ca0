using System.Collections.Concurrent;
using WsBroker.Protocols;
using WsBroker.WebSockets;

namespace WsBroker.Gateway.Endpoints;

/// <summary>Which endpoint a request is for. A further client protocol is one more entry.</summary>
/// <remarks>Thread-safe. The first endpoint that owns a path gets it.</remarks>
public sealed class EndpointTable(params IReadOnlyList<IEndpoint> endpoints)
{
    private readonly ConcurrentDictionary<(MessageForm Form, Dialect Dialect), EndpointForms> _forms = new();

    /// <summary>Finds the endpoint that owns a path.</summary>
    /// <param name="path">The path, still percent-encoded.</param>
    /// <param name="endpoint">The endpoint.</param>
    public bool TryFind(string path, out IEndpoint endpoint)
    {
        foreach (var one in endpoints)
        {
            if (one.Owns(path))
            {
                endpoint = one;
                return true;
            }
        }

        endpoint = null!;
        return false;
    }

    /// <summary>How deliveries to an endpoint's subscribers can be encoded: the same instance whenever the bytes are the same.</summary>
    internal EndpointForms FormsOf(IEndpoint endpoint, Dialect dialect) =>
        _forms.GetOrAdd(
            (endpoint.Form, dialect.SharesMessagesWith), static key => new EndpointForms(key.Form, key.Dialect));
}
