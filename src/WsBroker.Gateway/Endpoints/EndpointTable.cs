using WsBroker.Broker.Publications;
using WsBroker.Protocols;

namespace WsBroker.Gateway.Endpoints;

/// <summary>Which endpoint a request is for. A further client protocol is one more entry.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class EndpointTable
{
    private readonly (IEndpoint Endpoint, WireForm Form)[] _entries;

    /// <summary>Registers the endpoints; the first that owns a path gets it.</summary>
    public EndpointTable(params IReadOnlyList<IEndpoint> endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        _entries = [.. endpoints.Select(endpoint => (endpoint, (WireForm)new FramedForm(endpoint.Form)))];
    }

    /// <summary>Finds the endpoint that owns a path, and how its subscribers' deliveries are encoded.</summary>
    /// <param name="path">The path, still percent-encoded.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="form">One instance for each endpoint, so that bytes are shared among its subscribers.</param>
    public bool TryFind(string path, out IEndpoint endpoint, out WireForm form)
    {
        foreach (var entry in _entries)
        {
            if (entry.Endpoint.Owns(path))
            {
                (endpoint, form) = entry;
                return true;
            }
        }

        (endpoint, form) = (null!, null!);
        return false;
    }
}
