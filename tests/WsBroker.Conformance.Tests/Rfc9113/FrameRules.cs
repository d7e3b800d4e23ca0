using WsBroker.Conformance.Tests.Clients.Http2;
using static WsBroker.Conformance.Tests.Clients.Http2.Http2Frame;

namespace WsBroker.Conformance.Tests.Rfc9113;

/// <summary>Rules of frames and streams: RFC 9113 §§4 to 6, the cases that suites of HTTP/2 try.</summary>
internal static class FrameRules
{
    private const int LargestFrame = 16 * 1024;
    private const ushort EnablePush = 2;
    private const ushort InitialWindow = 4;
    private const ushort MaxFrame = 5;

    private static readonly byte[] _get = HeaderBlock.Of(HeaderBlock.Get());
    private static readonly byte[] _post = HeaderBlock.Of(HeaderBlock.Post());

    // An open stream: its request has a body that does not come
    private static readonly Http2Frame _open = Headers(1, _post);
    private static readonly Http2Frame _ended = Headers(1, _post, EndHeaders | EndStream);
    private static readonly Http2Frame _unfinished = Headers(1, _get, EndStream);

    public static IEnumerable<Rule> All => [.. Framing, .. States, .. Frames, .. Settings, .. Windows, .. Continuations];

    private static IEnumerable<Rule> Framing =>
    [
        Alive("4.1 a frame of unknown type", new Http2Frame(0x16, 0, 0, new byte[8])),
        Alive("4.1 an unknown flag", Ping(new byte[8], 0x16)),
        Alive("4.1 the reserved bit", Ping(new byte[8]) with { Stream = 0x80000000 }),
        Alive("4.2 the largest frame", Headers(1, _post), Data(1, new byte[LargestFrame], EndStream)),
        Reset("4.2 DATA that is too large", 1, [Http2Error.FrameSize], _open, Data(1, new byte[LargestFrame + 1])),
        End("4.2 HEADERS that are too large", [Http2Error.FrameSize], Headers(1, HeaderBlock.Of([.. HeaderBlock.Get(), ("x", new string('x', LargestFrame))]))),
        End("4.3 a block that is no HPACK", [Http2Error.Compression], Headers(1, [0x00, 0x00, 0x01])),
        End("4.3 PRIORITY amid a block", [Http2Error.Protocol], _unfinished, Priority(1), Continuation(1, [])),
        End("4.3 HEADERS of another stream amid a block", [Http2Error.Protocol], _unfinished, Headers(3, _get)),
        Alive("5.5 an unknown frame", new Http2Frame(0xFF, 0, 0, new byte[8])),
        End("5.5 an unknown frame amid a block", [Http2Error.Protocol], _unfinished, new Http2Frame(0xFF, 0, 1, [])),
    ];

    private static IEnumerable<Rule> States =>
    [
        End("5.1 DATA on an idle stream", [Http2Error.Protocol, Http2Error.StreamClosed], Data(1, [1])),
        End("5.1 RST_STREAM on an idle stream", [Http2Error.Protocol], Http2Frame.Reset(1)),
        End("5.1 WINDOW_UPDATE on an idle stream", [Http2Error.Protocol], Window(1, 1)),
        End("5.1 CONTINUATION on an idle stream", [Http2Error.Protocol], Continuation(1, _get)),
        Reset("5.1 DATA on a half-closed stream", 1, [Http2Error.StreamClosed], _ended, Data(1, [1])),
        Reset("5.1 HEADERS on a half-closed stream", 1, [Http2Error.StreamClosed], _ended, Headers(1, _post)),
        End("5.1 CONTINUATION on a half-closed stream", [Http2Error.StreamClosed, Http2Error.Protocol], _ended, Continuation(1, _get)),
        Reset("5.1 DATA on a stream that was reset", 1, [Http2Error.StreamClosed], _open, Http2Frame.Reset(1), Data(1, [1])),
        Reset("5.1 HEADERS on a stream that was reset", 1, [Http2Error.StreamClosed, Http2Error.Protocol], _open, Http2Frame.Reset(1), Headers(1, _post)),
        End("5.1 CONTINUATION on a stream that was reset", [Http2Error.StreamClosed, Http2Error.Protocol], _open, Http2Frame.Reset(1), Continuation(1, _get)),
        End("5.1.1 an even stream", [Http2Error.Protocol], Headers(2, _get)),
        End("5.1.1 a stream of a lower number", [Http2Error.Protocol, Http2Error.StreamClosed], Headers(5, _get, EndHeaders | EndStream), Headers(3, _get, EndHeaders | EndStream)),
        Reset("5.1.2 one stream too many", 201, [Http2Error.Protocol, Http2Error.RefusedStream], [.. Enumerable.Range(0, 101).Select(i => Headers((uint)(2 * i) + 1, _post))]),
    ];

    private static IEnumerable<Rule> Frames =>
    [
        End("6.1 DATA on stream 0", [Http2Error.Protocol], Data(0, [1])),
        End("6.1 DATA with more padding than there is", [Http2Error.Protocol], _open, Data(1, [200, 1], Padded)),
        End("6.2 HEADERS on stream 0", [Http2Error.Protocol], Headers(0, _get)),
        End("6.2 HEADERS with more padding than there is", [Http2Error.Protocol], Headers(1, [200, .. _get], EndHeaders | EndStream | Padded)),
        End("6.3 PRIORITY on stream 0", [Http2Error.Protocol], Priority(0)),
        Reset("6.3 PRIORITY of another length", 1, [Http2Error.FrameSize], _open, Priority(1, 4)),
        Reset("5.3.1 PRIORITY of a stream that depends on itself", 1, [Http2Error.Protocol], _open, new Http2Frame(PriorityType, 0, 1, [0, 0, 0, 1, 15])),
        Reset("5.3.1 a stream that depends on itself", 1, [Http2Error.Protocol], Headers(1, [0, 0, 0, 1, 0, .. _get], EndHeaders | Prioritized)),
        End("6.4 RST_STREAM on stream 0", [Http2Error.Protocol], Http2Frame.Reset(0)),
        End("6.4 RST_STREAM of another length", [Http2Error.FrameSize], _open, new Http2Frame(ResetType, 0, 1, [0, 0, 0])),
        End("6.6 PUSH_PROMISE of a client", [Http2Error.Protocol], _open, new Http2Frame(PushType, EndHeaders, 1, [0, 0, 0, 2, .. _get])),
        Alive("6.7 PING with ACK", Ping(new byte[8], Ack)),
        End("6.7 PING on a stream", [Http2Error.Protocol], Ping(new byte[8]) with { Stream = 1 }),
        End("6.7 PING of another length", [Http2Error.FrameSize], Ping(new byte[6])),
        End("6.8 GOAWAY on a stream", [Http2Error.Protocol], new Http2Frame(GoAwayType, 0, 1, new byte[8])),
        End("7 GOAWAY with an unknown error", [Http2Error.None], new Http2Frame(GoAwayType, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0xFF])),
        Alive("7 RST_STREAM with an unknown error", _open, Http2Frame.Reset(1, (Http2Error)0xFF)),
    ];

    private static IEnumerable<Rule> Settings =>
    [
        End("6.5 SETTINGS with ACK and a payload", [Http2Error.FrameSize], SettingsAck() with { Payload = [0] }),
        End("6.5 SETTINGS on a stream", [Http2Error.Protocol], Http2Frame.Settings((3, 100)) with { Stream = 1 }),
        End("6.5 SETTINGS of another length", [Http2Error.FrameSize], new Http2Frame(SettingsType, 0, 0, [0, 3, 0])),
        End("6.5.2 ENABLE_PUSH of 2", [Http2Error.Protocol], Http2Frame.Settings((EnablePush, 2))),
        End("6.5.2 INITIAL_WINDOW_SIZE above the largest", [Http2Error.FlowControl], Http2Frame.Settings((InitialWindow, 0x80000000))),
        End("6.5.2 MAX_FRAME_SIZE below the smallest", [Http2Error.Protocol], Http2Frame.Settings((MaxFrame, (16 * 1024) - 1))),
        End("6.5.2 MAX_FRAME_SIZE above the largest", [Http2Error.Protocol], Http2Frame.Settings((MaxFrame, 1 << 24))),
        Alive("6.5.2 an unknown setting", Http2Frame.Settings((0xFF, 1))),
        Alive("6.5.3 a setting twice", Http2Frame.Settings((InitialWindow, 100), (InitialWindow, 1))),
    ];

    private static IEnumerable<Rule> Windows =>
    [
        End("6.9 an increment of 0", [Http2Error.Protocol], Window(0, 0)),
        Reset("6.9 an increment of 0 on a stream", 1, [Http2Error.Protocol], _open, Window(1, 0)),
        End("6.9 WINDOW_UPDATE of another length", [Http2Error.FrameSize], new Http2Frame(WindowType, 0, 0, [0, 0, 1])),
        End("6.9.1 a window above the largest", [Http2Error.FlowControl], Window(0, 0x7FFFFFFF), Window(0, 0x7FFFFFFF)),
        Reset("6.9.1 a window of a stream above the largest", 1, [Http2Error.FlowControl], _open, Window(1, 0x7FFFFFFF), Window(1, 0x7FFFFFFF)),
        End("6.9.2 windows that a setting makes too large", [Http2Error.FlowControl], _open, Window(1, 0x7FFF0000), Http2Frame.Settings((InitialWindow, 0x7FFFFFFF))),
        Alive("6.9.2 a window that a setting makes negative", _open, Http2Frame.Settings((InitialWindow, 0))),
    ];

    private static IEnumerable<Rule> Continuations =>
    [
        Alive("6.10 several CONTINUATIONs", Headers(1, _get[..3], EndStream), Continuation(1, _get[3..9], 0), Continuation(1, _get[9..])),
        End("6.10 DATA amid a block", [Http2Error.Protocol], _unfinished, Data(1, [1])),
        End("6.10 CONTINUATION on stream 0", [Http2Error.Protocol], _unfinished, Continuation(0, [])),
        End("6.10 CONTINUATION after a block", [Http2Error.Protocol], Headers(1, _post), Continuation(1, [])),
        End("6.10 CONTINUATION after the last one", [Http2Error.Protocol], Headers(1, _post, 0), Continuation(1, []), Continuation(1, [])),
        End("6.10 CONTINUATION after DATA", [Http2Error.Protocol], _open, Data(1, [1]), Continuation(1, [])),
    ];

    private static Rule Alive(string name, params Http2Frame[] frames) => new(name, frames, Fate.Alive);

    private static Rule End(string name, Http2Error[] errors, params Http2Frame[] frames) => new(name, frames, Fate.End, 0, errors);

    private static Rule Reset(string name, uint stream, Http2Error[] errors, params Http2Frame[] frames) =>
        new(name, frames, Fate.Reset, stream, errors);
}
