using System.Globalization;
using System.Text;
using StackExchange.Redis;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Presence;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;
using WsBroker.Redis.Letters;

namespace WsBroker.Redis.Cluster;

/// <summary>Reads what <see cref="PresenceScripts"/> tell and give, whoever wrote it.</summary>
internal static class PresenceMessage
{
    /// <summary>The longest message that is read.</summary>
    // 200 changes with all that a client may say of itself, in Base64
    public const int MaxBytes = 1024 * 1024;

    private const int LengthDigits = 8;
    private const int ChangeHead = 1 + HexNumber.Digits + LengthDigits;

    /// <summary>Reads a change.</summary>
    /// <param name="topic">Where.</param>
    /// <param name="message">What was heard.</param>
    /// <param name="own">This node: what it said itself is left out.</param>
    /// <param name="problem">Why it is passed over.</param>
    /// <returns>Null if it is to be passed over.</returns>
    public static SharedPresenceNews.Changed? Read(TopicName topic, RedisValue message, NodeId? own, out LetterProblem problem)
    {
        var bytes = ((ReadOnlyMemory<byte>)message).Span;
        problem = bytes.Length > MaxBytes ? LetterProblem.TooLong : LetterProblem.Malformed;
        var space = bytes[..Math.Min(bytes.Length, 20)].IndexOf((byte)' ');
        if (bytes.Length > MaxBytes || space < 1 || !TryReadNumber(bytes[..space], out var version) || !TryReadId(bytes[(space + 1)..], out var id))
        {
            return null;
        }

        var (joined, left) = (new List<PresentClient>(), new List<PresentClient>());
        for (var rest = bytes[(space + 1 + HexNumber.Digits)..]; !rest.IsEmpty;)
        {
            if (!TryReadChange(ref rest, new NodeId(id), out var isThere, out var client))
            {
                return null;
            }

            (isThere ? joined : left).Add(client!);
        }

        problem = LetterProblem.None;
        var isOwn = own?.Value == id;
        return new SharedPresenceNews.Changed(topic, version, isOwn ? [] : joined, isOwn ? [] : left);
    }

    /// <summary>Reads fields and values of a topic's hash; what is no client of a node is passed over.</summary>
    public static List<PresentClient> ReadMembers(RedisResult fields)
    {
        var read = new List<PresentClient>();
        var values = (RedisValue[]?)fields ?? [];
        for (var at = 0; at + 1 < values.Length; at += 2)
        {
            var field = (string?)values[at] ?? "";
            if (field.Length == 2 * HexNumber.Digits
                && HexNumber.TryRead(field.AsSpan(0, HexNumber.Digits), out var node)
                && HexNumber.TryRead(field.AsSpan(HexNumber.Digits), out var client)
                && ParticipantFormat.Read(((ReadOnlyMemory<byte>)values[at + 1]).Span, new ClientId(client)) is { } participant)
            {
                read.Add(new PresentClient(new NodeId(node), participant));
            }
        }

        return read;
    }

    private static bool TryReadChange(ref ReadOnlySpan<byte> rest, NodeId node, out bool isThere, out PresentClient? client)
    {
        client = null;
        isThere = rest[0] is (byte)'1';
        if (rest.Length < ChangeHead
            || !TryReadId(rest[1..], out var id)
            || !TryReadNumber(rest[(1 + HexNumber.Digits)..ChangeHead], out var length)
            || length > rest.Length - ChangeHead)
        {
            return false;
        }

        var about = rest.Slice(ChangeHead, (int)length);
        var participant = isThere ? ParticipantFormat.Read(about, new ClientId(id)) : new Participant(new ClientId(id), User: null);
        client = participant is null ? null : new PresentClient(node, participant);
        rest = rest[(ChangeHead + (int)length)..];
        return client is not null;
    }

    private static bool TryReadId(ReadOnlySpan<byte> bytes, out ulong id)
    {
        id = 0;
        return bytes.Length >= HexNumber.Digits && HexNumber.TryRead(Encoding.Latin1.GetString(bytes[..HexNumber.Digits]), out id);
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> bytes, out long number) =>
        long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
