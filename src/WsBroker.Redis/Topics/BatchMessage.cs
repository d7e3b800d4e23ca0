using System.Buffers.Binary;
using System.Text;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Redis.Topics;

/// <summary>What all nodes are told of one append: a version, a header with its length, then each publication with its length.</summary>
/// <remarks>The script writes it (<see cref="TopicScripts.Append"/>). A longer header than is known here comes from a later version, and what is more is passed over.</remarks>
/// <param name="Node">The node that has published.</param>
/// <param name="Ticket">Which of its batches.</param>
/// <param name="Epoch">The topic's epoch.</param>
/// <param name="Before">When what stands before the first was taken, in milliseconds since 1970; 0 where that is not known, or there is nothing.</param>
/// <param name="Publications">The publications; none if only the epoch is new.</param>
internal sealed record BatchMessage(Guid Node, long Ticket, string Epoch, long Before, IReadOnlyList<Publication> Publications)
{
    /// <summary>How long the part is that says who has published.</summary>
    public const int SenderBytes = GuidBytes + sizeof(long);

    private const byte Version = 1;
    private const int GuidBytes = 16;
    private const int Start = 1 + sizeof(ushort);
    private const int FixedHeader = SenderBytes + sizeof(long) + sizeof(long) + sizeof(int) + 1;
    private const int LongestEpoch = 64;

    /// <summary>Writes the part that says who has published.</summary>
    public static byte[] WriteSender(Guid node, long ticket)
    {
        var bytes = new byte[SenderBytes];
        node.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(GuidBytes), ticket);
        return bytes;
    }

    /// <summary>Reads one; its publications refer to <paramref name="bytes"/>.</summary>
    /// <returns>Null if it is not one that can be understood.</returns>
    public static BatchMessage? Read(TopicName topic, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < Start + FixedHeader || bytes.Span[0] != Version)
        {
            return null;
        }

        var header = BinaryPrimitives.ReadUInt16BigEndian(bytes.Span[1..]);
        if (header < FixedHeader || bytes.Length < Start + header)
        {
            return null;
        }

        var head = bytes.Span.Slice(Start, header);
        var first = BinaryPrimitives.ReadInt64BigEndian(head[SenderBytes..]);
        var at = BinaryPrimitives.ReadInt64BigEndian(head[(SenderBytes + 8)..]);
        var count = BinaryPrimitives.ReadInt32BigEndian(head[(SenderBytes + 16)..]);
        var epochBytes = head[FixedHeader - 1];
        if (epochBytes is 0 or > LongestEpoch || epochBytes > header - FixedHeader || !IsPossible(first, count, bytes.Length))
        {
            return null;
        }

        var epoch = Encoding.ASCII.GetString(head.Slice(FixedHeader, epochBytes));
        var before = BinaryPrimitives.TryReadInt64BigEndian(head[(FixedHeader + epochBytes)..], out var taken) ? taken : 0;
        var publications = ReadAll(topic, new TopicPosition(epoch, first), at, count, bytes[(Start + header)..]);
        return publications is null
            ? null
            : new BatchMessage(new Guid(head[..GuidBytes]), BinaryPrimitives.ReadInt64BigEndian(head[GuidBytes..]), epoch, before, publications);
    }

    private static bool IsPossible(long first, int count, int length) =>
        first >= 1 && count >= 0 && count <= length / sizeof(int) && first <= TopicPosition.MaxOffset - count + 1;

    private static List<Publication>? ReadAll(TopicName topic, TopicPosition first, long at, int count, ReadOnlyMemory<byte> rest)
    {
        var publications = new List<Publication>(count);
        for (var index = 0; index < count; index++)
        {
            if (rest.Length < sizeof(int))
            {
                return null;
            }

            var length = BinaryPrimitives.ReadInt32BigEndian(rest.Span);
            if (length < 0 || length > rest.Length - sizeof(int)
                || !PublicationFormat.TryRead(rest.Slice(sizeof(int), length), out var content, out var publisher))
            {
                return null;
            }

            publications.Add(new Publication(topic, first.Epoch, first.Offset + index, at, content, publisher));
            rest = rest[(sizeof(int) + length)..];
        }

        return publications;
    }
}
