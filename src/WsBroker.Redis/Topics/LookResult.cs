using System.Globalization;
using System.Text;
using StackExchange.Redis;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Redis.Topics;

/// <summary>What was found of a topic.</summary>
/// <param name="Seen">Where it stands.</param>
/// <param name="Now">The time there, in milliseconds since 1970.</param>
/// <param name="Retained">The retained publication, or null.</param>
/// <param name="Publications">Publications, in the order in which they were read.</param>
internal sealed record LookResult(SeenTop Seen, long Now, Publication? Retained, List<Publication> Publications)
{
    /// <summary>Where it stands.</summary>
    public TopicPosition Position => Seen.Position;

    /// <summary>Reads what <see cref="TopicScripts.Look"/> gives; entries that cannot be understood are left out.</summary>
    public static LookResult Read(TopicName topic, RedisResult result)
    {
        var epoch = (string)result[0]!;
        var publications = new List<Publication>();
        foreach (var entry in (RedisResult[])result[4]!)
        {
            var id = (string)entry[0]!;
            var offset = Number(id.AsSpan(0, id.IndexOf('-', StringComparison.Ordinal)));
            if (PublicationFormat.TryRead((byte[]?)entry[1][3], out var content, out var publisher))
            {
                publications.Add(new Publication(topic, epoch, offset, Number((string)entry[1][1]!), content, publisher));
            }
        }

        return new LookResult(
            new SeenTop(new TopicPosition(epoch, Number((string)result[1]!)), Number((string)result[5]!)),
            Number((string)result[2]!),
            ReadRetained(topic, epoch, (byte[]?)result[3]),
            publications);
    }

    /// <summary>Of publications in their order, those at the end that have all offsets up to one.</summary>
    public static List<Publication> ContiguousUpTo(List<Publication> publications, long last)
    {
        var start = publications.Count;
        while (start > 0 && publications[start - 1].Offset == last - (publications.Count - start))
        {
            start--;
        }

        return publications[start..];
    }

    // "offset time publication"
    private static Publication? ReadRetained(TopicName topic, string epoch, byte[]? bytes)
    {
        var first = Array.IndexOf(bytes ?? [], (byte)' ');
        var second = first < 0 ? -1 : Array.IndexOf(bytes!, (byte)' ', first + 1);
        return second >= 0
            && PublicationFormat.TryRead(bytes.AsMemory(second + 1), out var content, out var publisher)
            && long.TryParse(Encoding.ASCII.GetString(bytes!, 0, first), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            && long.TryParse(Encoding.ASCII.GetString(bytes!, first + 1, second - first - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? new Publication(topic, epoch, offset, at, content, publisher)
            : null;
    }

    private static long Number(ReadOnlySpan<char> text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
