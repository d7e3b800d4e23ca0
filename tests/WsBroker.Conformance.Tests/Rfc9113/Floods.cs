using WsBroker.Conformance.Tests.Clients.Http2;
using static WsBroker.Conformance.Tests.Clients.Http2.Http2Frame;

namespace WsBroker.Conformance.Tests.Rfc9113;

/// <summary>Floods that servers of HTTP/2 have fallen to.</summary>
internal static class Floods
{
    /// <summary>The topic that the WebSockets among them are for.</summary>
    public const string Topic = "conformance/flood";

    private const int Streams = 100_000;
    private const int Frames = 50_000;
    private const int LargestWindow = 0x7FFF_FFFF;
    private const ushort EnablePush = 2;

    private static readonly byte[] _get = HeaderBlock.Of(HeaderBlock.Get());
    private static readonly byte[] _connect = HeaderBlock.Of(HeaderBlock.Connect($"/topics/{Topic}"));
    private static readonly byte[] _forbidden = HeaderBlock.Of([.. HeaderBlock.Get(), ("upgrade", "websocket")]);
    private static readonly byte[] _more = HeaderBlock.Of(("x", new string('x', 1000)));

    // Kestrel names the limit of a head a protocol error
    private static readonly Http2Error[] _tooLarge = [Http2Error.EnhanceYourCalm, Http2Error.Protocol];

    // A stream that is reset, by whom ever, leaves its end to be written. Kestrel has two bounds for streams that come faster than that is done, and which
    // is met first is a matter of whether the thread that reads frames or the one that writes is ahead: the streams that are not over (ENHANCE_YOUR_CALM), and
    // what Http2FrameWriter has to write, a channel with a place for each of these streams (Schedule: "This can happen if a client resets streams faster than we
    // can clear them out", INTERNAL_ERROR, and a line at Critical that we log at Debug, see Http2Logger). Neither bound can be set apart from the other
    private static readonly Http2Error[] _tooFast = [Http2Error.EnhanceYourCalm, Http2Error.Internal];

    public static IEnumerable<Flood> All =>
    [
        // CVE-2023-44487
        new("requests that are reset", Streams, static stream => [Headers(stream, _get, EndHeaders | EndStream), Reset(stream)], false, _tooFast),
        new("WebSockets that are reset", Streams, static stream => [Headers(stream, _connect), Reset(stream)], false, _tooFast),

        // CVE-2025-8671: the server is made to do it
        new("requests that must be reset", Streams, static stream => [Headers(stream, _forbidden, EndHeaders | EndStream)], false, Http2Error.EnhanceYourCalm),
        new("WebSockets that must be reset", Streams, static stream => [Headers(stream, _connect), Window(stream, LargestWindow)], false, _tooFast),

        // CVE-2024-27316 and others
        new("CONTINUATION", Frames / 100, static _ => [Continuation(1, _more, 0)], true, _tooLarge)
        {
            Beginning = [Headers(1, _get, EndStream)],
            Ending = [Continuation(1, [])],
        },
        new("empty CONTINUATION", Frames, static _ => [Continuation(1, [], 0)], false)
        {
            Beginning = [Headers(1, _get, EndStream)],
            Ending = [Continuation(1, [])],
        },

        // CVE-2019-9512, 9515, 9518
        new("SETTINGS", Frames, static _ => [Settings((EnablePush, 0))], false),
        new("PING", Frames, static _ => [Ping(new byte[8])], false),
        new("empty DATA", Frames, static _ => [Data(1, [])], false) { Beginning = [Headers(1, _connect)] },
        new("PRIORITY", Frames, static stream => [Priority(stream)], false),

        // CVE-2016-6581
        new("a small table that stands for 48 MB", 1, static stream => [Headers(stream, HeaderBlock.Repeated("x", new string('x', 4000), 12_000))], true, _tooLarge),
    ];
}
