using System.Collections.Concurrent;
using WsBroker.WebSockets.Compression;
using WsBroker.WebSockets.Extensions;

namespace WsBroker.Gateway.Compression;

/// <summary>permessage-deflate as all connections of a gateway speak it (RFC 7692). Thread-safe.</summary>
/// <remarks>
/// Clients without context takeover share everything: what they agreed on, and the bytes of each publication. A context is
/// one client's, made when it is first needed, and only agreed on while the budget has room for it.
/// </remarks>
public sealed class DeflateExtension : IDisposable
{
    private readonly CompressionOptions _options;
    private readonly GatewayMetrics _metrics;
    private readonly ContextBudget _budget;
    private readonly List<MessageDeflater> _deflaters = [];
    private readonly OutboundCompression.PerMessage[] _perMessage;
    private readonly Func<string, CompressionTerms?>? _otherwise;
    private readonly ConcurrentDictionary<DeflateParameters, Agreement> _shared = new();

    /// <param name="options">How to compress.</param>
    /// <param name="metrics">Counts what is compressed; the caller's.</param>
    /// <param name="otherwise">Looks for something else in the offers of a client without permessage-deflate; null for nothing else.</param>
    /// <exception cref="DllNotFoundException">The runtime does not bring zlib along as it should.</exception>
    /// <exception cref="EntryPointNotFoundException">The same.</exception>
    public DeflateExtension(
        CompressionOptions options, GatewayMetrics metrics, Func<string, CompressionTerms?>? otherwise = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _metrics = metrics;
        _otherwise = otherwise;
        _budget = new ContextBudget(options.MemoryBytes);
        for (var bits = DeflateParameters.MinWindowBits; bits <= DeflateParameters.MaxWindowBits; bits++)
        {
            _deflaters.Add(new MessageDeflater(options.Level, bits));
        }

        _perMessage = [.. _deflaters.Select(deflater =>
            new OutboundCompression.PerMessage(new MessageFramer(deflater.TryDeflate, options.ThresholdBytes, metrics)))];

        // A runtime without its zlib is found out here, and not by the first client
        _deflaters[^1].TryDeflate(stackalloc byte[1], stackalloc byte[Deflater.RoomFor(1)], out _);
    }

    /// <summary>Bytes that contexts of clients take now.</summary>
    public long ContextBytes => _budget.Taken;

    /// <inheritdoc/>
    public void Dispose() => _deflaters.ForEach(deflater => deflater.Dispose());

    /// <summary>Agrees on compression with a client.</summary>
    /// <param name="offers">The request's Sec-WebSocket-Extensions, or null.</param>
    /// <returns>Null to go on without.</returns>
    internal Agreement? Agree(string? offers)
    {
        if (!_options.Enabled || offers is null)
        {
            return null;
        }

        return DeflateNegotiation.Answer(offers, _options.ServerTakeover, _options.ClientTakeover) is { } terms
            ? Grant(terms)
            : Make(_otherwise?.Invoke(offers));
    }

    private Agreement Grant(DeflateParameters terms)
    {
        terms = terms with
        {
            ServerNoContextTakeover = terms.ServerNoContextTakeover || !_budget.TryTake(Deflater.ContextBytes),
            ClientNoContextTakeover = terms.ClientNoContextTakeover || !_budget.TryTake(Inflation.ContextBytes),
        };
        return terms is { ServerNoContextTakeover: true, ClientNoContextTakeover: true }
            ? _shared.GetOrAdd(terms, Make)
            : Make(terms);
    }

    private Agreement? Make(CompressionTerms? terms) => terms is null
        ? null
        : new Agreement(terms.Answer, _perMessage[terms.ServerWindowBits - DeflateParameters.MinWindowBits], terms.Inflation);

    private Agreement Make(DeflateParameters terms) => new(terms.ToString(), Outbound(terms), Inbound(terms));

    private OutboundCompression Outbound(DeflateParameters terms)
    {
        var bits = terms.ServerMaxWindowBits ?? DeflateParameters.MaxWindowBits;
        return terms.ServerNoContextTakeover
            ? _perMessage[bits - DeflateParameters.MinWindowBits]
            : new OutboundCompression.WithContext(new ContextFramer(bits, _options, _metrics, _budget));
    }

    private Inflation Inbound(DeflateParameters terms) => terms.ClientNoContextTakeover
        ? Inflation.PerMessage
        : Inflation.WithContext(() => _budget.Return(Inflation.ContextBytes));
}
