using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WsBroker.Server.Options;

namespace WsBroker.Server.Http;

/// <summary>Has Kestrel hold the limits that hold for WebSockets, too.</summary>
internal static class KestrelSettings
{
    /// <summary>What a stream of HTTP/2 may send before it is read, in bytes.</summary>
    // One that is held back must not take the whole window of its connection, 1 MiB, from the others
    private const int StreamWindow = 128 * 1024;

    /// <summary>Sets them.</summary>
    public static void Apply(KestrelServerOptions kestrel, ServerOptions options)
    {
        kestrel.AddServerHeader = false;

        // As the gateway reads it: what is not ASCII is opaque (RFC 9110 §5.5), and no reason to refuse
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = PublishApi.MaxBodyBytes(options.Limits);
        limits.KeepAliveTimeout = options.KeepAliveTimeout;
        limits.MaxRequestHeadersTotalSize = options.Limits.HeadBytes;
        limits.MaxRequestHeaderCount = options.Limits.HeaderLines;
        limits.MaxRequestLineSize = options.Limits.RequestLineBytes;
        limits.RequestHeadersTimeout = options.Connection.HandshakeTimeout;
        limits.Http2.InitialStreamWindowSize = StreamWindow;
    }
}
