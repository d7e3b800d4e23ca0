using System.Buffers.Binary;

namespace WsBroker.Conformance.Tests.Clients.Http2;

/// <summary>A frame of HTTP/2 as it stands on the wire (RFC 9113 §4.1), good or bad.</summary>
internal sealed record Http2Frame(byte Type, byte Flags, uint Stream, byte[] Payload)
{
    public const int HeaderLength = 9;

    public const byte EndStream = 0x1;
    public const byte Ack = 0x1;
    public const byte EndHeaders = 0x4;
    public const byte Padded = 0x8;
    public const byte Prioritized = 0x20;

    public const byte DataType = 0;
    public const byte HeadersType = 1;
    public const byte PriorityType = 2;
    public const byte ResetType = 3;
    public const byte SettingsType = 4;
    public const byte PushType = 5;
    public const byte PingType = 6;
    public const byte GoAwayType = 7;
    public const byte WindowType = 8;
    public const byte ContinuationType = 9;

    /// <summary>The error that a RST_STREAM or GOAWAY tells.</summary>
    public Http2Error Error => (Http2Error)BinaryPrimitives.ReadUInt32BigEndian(Payload.AsSpan(Type == GoAwayType ? 4 : 0));

    public static Http2Frame Data(uint stream, byte[] payload, byte flags = 0) => new(DataType, flags, stream, payload);

    public static Http2Frame Headers(uint stream, byte[] block, byte flags = EndHeaders) => new(HeadersType, flags, stream, block);

    public static Http2Frame Continuation(uint stream, byte[] block, byte flags = EndHeaders) => new(ContinuationType, flags, stream, block);

    public static Http2Frame Priority(uint stream, int length = 5) => new(PriorityType, 0, stream, new byte[length]);

    public static Http2Frame Reset(uint stream, Http2Error error = Http2Error.Cancel) => new(ResetType, 0, stream, Number((uint)error));

    public static Http2Frame Settings(params (ushort Id, uint Value)[] settings) =>
        new(SettingsType, 0, 0, [.. settings.SelectMany(static setting => (byte[])[(byte)(setting.Id >> 8), (byte)setting.Id, .. Number(setting.Value)])]);

    public static Http2Frame SettingsAck() => new(SettingsType, Ack, 0, []);

    public static Http2Frame Ping(byte[] payload, byte flags = 0) => new(PingType, flags, 0, payload);

    public static Http2Frame Window(uint stream, uint increment) => new(WindowType, 0, stream, Number(increment));

    public static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>The bytes of the frame.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderLength + Payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)Payload.Length << 8 | Type);
        bytes[4] = Flags;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(5), Stream);
        Payload.CopyTo(bytes, HeaderLength);
        return bytes;
    }
}
