namespace WsBroker.Conformance.Tests.Clients.Http2;

/// <summary>Why a stream or a connection of HTTP/2 ends (RFC 9113 §7).</summary>
public enum Http2Error
{
    None = 0x0,
    Protocol = 0x1,
    Internal = 0x2,
    FlowControl = 0x3,
    SettingsTimeout = 0x4,
    StreamClosed = 0x5,
    FrameSize = 0x6,
    RefusedStream = 0x7,
    Cancel = 0x8,
    Compression = 0x9,
    Connect = 0xA,
    EnhanceYourCalm = 0xB,
}
