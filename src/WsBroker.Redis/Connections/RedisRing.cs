using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WsBroker.Redis.Connections;

/// <summary>Says which shard a name belongs to: consistent hashing, so that one shard more moves only its own part of the names.</summary>
/// <remarks>Immutable and thread-safe. The same on every node with as many shards.</remarks>
internal sealed class RedisRing
{
    // Enough that the parts of the shards differ by some per cent only
    private const int PointsOfShard = 160;

    private readonly ulong[] _points;
    private readonly int[] _shards;

    /// <param name="shards">How many there are, at least 1.</param>
    public RedisRing(int shards)
    {
        var points = Enumerable.Range(0, shards)
            .SelectMany(static shard => Enumerable.Range(0, PointsOfShard).Select(point => (At: Hash($"{shard}/{point}"), Shard: shard)))
            .OrderBy(static point => point.At)
            .ToList();
        _points = [.. points.Select(static point => point.At)];
        _shards = [.. points.Select(static point => point.Shard)];
    }

    /// <summary>The shard of a name, from 0.</summary>
    public int ShardOf(string name)
    {
        if (_points.Length == PointsOfShard)
        {
            return 0;
        }

        var at = Array.BinarySearch(_points, Hash(name));
        return _shards[(at < 0 ? ~at : at) % _shards.Length];
    }

    private static ulong Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
