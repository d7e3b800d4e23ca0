using StackExchange.Redis;
using WsBroker.Broker.Access;
using WsBroker.Broker.Cluster;
using WsBroker.Redis.Letters;

namespace WsBroker.Redis.Cluster;

/// <summary>Reads what <see cref="NodeScripts.Beat"/> gives.</summary>
internal static class BeatResult
{
    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidCastException">It is not that.</exception>
    public static ClusterMessage.Beaten Read(NodeId node, bool isFirst, string upTo, RedisResult result)
    {
        var parts = (RedisResult[]?)result ?? [];
        if ((int)parts[0] is not 0 and var code)
        {
            return new ClusterMessage.Beaten(node, code == 1 ? BeatOutcome.Taken : BeatOutcome.Lapsed);
        }

        var revocations = (RedisResult[]?)parts[4] ?? [];
        return new ClusterMessage.Beaten(node, isFirst ? BeatOutcome.Begun : BeatOutcome.Kept)
        {
            Alive = [.. ((RedisValue[]?)parts[1] ?? []).Select(NodeFormat.Read).OfType<NodeDescription>()],
            Silent = ReadIds(parts[2]),
            Gone = ReadIds(parts[3]),
            Revocations = [.. revocations.Select(ReadRevocation).OfType<Revocation>()],
            RevocationsUpTo = revocations.Length == 0 ? upTo : (string)((RedisResult[])revocations[^1]!)[0]!,
        };
    }

    private static List<NodeId> ReadIds(RedisResult ids)
    {
        var read = new List<NodeId>();
        foreach (var text in (string?[]?)ids ?? [])
        {
            if (HexNumber.TryRead(text, out var id))
            {
                read.Add(new NodeId(id));
            }
        }

        return read;
    }

    // An entry of a stream: its id, then fields and values
    private static Revocation? ReadRevocation(RedisResult entry) =>
        (RedisValue[]?)((RedisResult[])entry!)[1] is [_, var value, ..] ? RevocationFormat.Read(value) : null;
}
