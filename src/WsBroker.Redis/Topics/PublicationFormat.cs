using System.Buffers.Binary;
using System.Text;
using WsBroker.Broker.Publications;

namespace WsBroker.Redis.Topics;

/// <summary>A publication as it lies in Redis: a version, then fields, each a tag, a length and bytes.</summary>
/// <remarks>
/// Nodes of different versions share it: unknown fields are passed over, another version is not understood. Its offset and time are
/// not part of it; the script that stores it gives them. The key is known to Redis alone.
/// </remarks>
internal static class PublicationFormat
{
    private const byte Version = 1;
    private const byte Kind = 1;
    private const byte Client = 2;
    private const byte User = 3;
    private const byte Headers = 4;
    private const byte Payload = 5;
    private const int FieldHead = 1 + sizeof(int);

    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes one.</summary>
    public static byte[] Write(Content content, Publisher publisher)
    {
        var user = publisher.User is null ? [] : Encoding.UTF8.GetBytes(publisher.User);
        var length = 1 + FieldHead + 1
            + (publisher.Client.IsNone ? 0 : FieldHead + sizeof(ulong))
            + (publisher.User is null ? 0 : FieldHead + user.Length)
            + (content.Headers.IsEmpty ? 0 : FieldHead + content.Headers.Length)
            + FieldHead + content.Payload.Length;
        var bytes = new byte[length];
        bytes[0] = Version;
        var rest = bytes.AsSpan(1);
        Add(ref rest, Kind, [(byte)content.Kind]);
        if (!publisher.Client.IsNone)
        {
            Span<byte> client = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64BigEndian(client, publisher.Client.Value);
            Add(ref rest, Client, client);
        }

        if (publisher.User is not null)
        {
            Add(ref rest, User, user);
        }

        if (!content.Headers.IsEmpty)
        {
            Add(ref rest, Headers, content.Headers.Span);
        }

        Add(ref rest, Payload, content.Payload.Span);
        return bytes;
    }

    /// <summary>Reads one; what it gives refers to <paramref name="bytes"/>, which belong to it from now on.</summary>
    /// <returns>False if it is not one that can be understood.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out Content content, out Publisher publisher)
    {
        content = new Content(PayloadKind.Binary, default);
        publisher = default;
        if (bytes.IsEmpty || bytes.Span[0] != Version)
        {
            return false;
        }

        for (var rest = bytes[1..]; !rest.IsEmpty;)
        {
            if (!TryTake(ref rest, out var tag, out var value) || !TryApply(tag, value, ref content, ref publisher))
            {
                return false;
            }
        }

        return true;
    }

    private static void Add(ref Span<byte> rest, byte tag, scoped ReadOnlySpan<byte> value)
    {
        rest[0] = tag;
        BinaryPrimitives.WriteInt32BigEndian(rest[1..], value.Length);
        value.CopyTo(rest[FieldHead..]);
        rest = rest[(FieldHead + value.Length)..];
    }

    private static bool TryTake(ref ReadOnlyMemory<byte> rest, out byte tag, out ReadOnlyMemory<byte> value)
    {
        tag = rest.Span[0];
        value = default;
        if (rest.Length < FieldHead)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(rest.Span[1..]);
        if (length < 0 || length > rest.Length - FieldHead)
        {
            return false;
        }

        value = rest.Slice(FieldHead, length);
        rest = rest[(FieldHead + length)..];
        return true;
    }

    private static bool TryApply(byte tag, ReadOnlyMemory<byte> value, ref Content content, ref Publisher publisher)
    {
        switch (tag)
        {
            case Kind when value.Length == 1 && value.Span[0] <= (byte)PayloadKind.Json:
                content = content with { Kind = (PayloadKind)value.Span[0] };
                return true;
            case Client when value.Length == sizeof(ulong):
                publisher = publisher with { Client = new ClientId(BinaryPrimitives.ReadUInt64BigEndian(value.Span)) };
                return true;
            case User:
                return TryReadUser(value.Span, ref publisher);
            case Headers:
                content = content with { Headers = value };
                return true;
            case Payload:
                content = content with { Payload = value };
                return true;
            default:
                // A later version may know it; of those that this one knows, it is wrong
                return tag > Payload;
        }
    }

    private static bool TryReadUser(ReadOnlySpan<byte> value, ref Publisher publisher)
    {
        try
        {
            publisher = publisher with { User = _strict.GetString(value) };
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
