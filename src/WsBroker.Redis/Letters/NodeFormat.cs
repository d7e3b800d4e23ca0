using StackExchange.Redis;
using WsBroker.Broker.Cluster;

namespace WsBroker.Redis.Letters;

/// <summary>What nodes tell of themselves, as bytes.</summary>
internal static class NodeFormat
{
    /// <summary>Writes it.</summary>
    public static byte[] Write(NodeDescription node) => LetterJson.Write(BodyOf(node));

    /// <summary>It as a part of a letter.</summary>
    public static NodeBody BodyOf(NodeDescription node) =>
        new(LetterBody.Version, node.Id.ToString(), node.Name, node.Version, node.Since.ToUnixTimeMilliseconds(), node.Addresses);

    /// <summary>Reads it.</summary>
    /// <returns>Null if it is none.</returns>
    public static NodeDescription? Read(RedisValue bytes) => Read(bytes.IsNull ? null : LetterJson.Read<NodeBody>(bytes, out _));

    /// <summary>Reads it out of a letter.</summary>
    /// <returns>Null if it is none.</returns>
    public static NodeDescription? Read(NodeBody? body) => body is { V: LetterBody.Version } && HexNumber.TryRead(body.Id, out var id) && IsTime(body.Since)
        ? new NodeDescription(new NodeId(id), body.Name ?? "", body.Version ?? "", DateTimeOffset.FromUnixTimeMilliseconds(body.Since), body.Addresses ?? [])
        : null;

    private static bool IsTime(long milliseconds) => milliseconds >= 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
}
