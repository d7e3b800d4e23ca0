using WsBroker.Gateway.Endpoints;
using WsBroker.Gateway.Transports;

namespace WsBroker.TestKit;

/// <summary>Remembers the connections that are handed to HTTP, or takes none.</summary>
public sealed class RecordingHttp : IHttpFallback
{
    private readonly List<byte[]> _taken = [];

    /// <summary>Whether it takes connections.</summary>
    public bool IsWilling { get; set; }

    /// <summary>What had been received on each connection that it took.</summary>
    public IReadOnlyList<byte[]> Taken => _taken;

    /// <inheritdoc/>
    public bool TryTake(ITransport transport, ReadOnlySpan<byte> received)
    {
        if (IsWilling)
        {
            _taken.Add(received.ToArray());
        }

        return IsWilling;
    }
}
