namespace WsBroker.TestKit;

/// <summary>The ways in which a network may cut the same bytes.</summary>
public static class SplitBytes
{
    /// <summary>The bytes whole, in every two parts, and byte by byte.</summary>
    /// <param name="bytes">Copied for each way, so that a reader may write into its part.</param>
    /// <returns>One list of parts for each way; together the parts of each are <paramref name="bytes"/>.</returns>
    public static IEnumerable<IReadOnlyList<byte[]>> Everywhere(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return Ways(bytes);
    }

    /// <summary>The bytes in parts of one length, the last perhaps shorter.</summary>
    /// <param name="bytes">Copied.</param>
    /// <param name="length">The length of a part, in bytes.</param>
    public static IReadOnlyList<byte[]> InPartsOf(byte[] bytes, int length) => [.. bytes.Chunk(length)];

    private static IEnumerable<IReadOnlyList<byte[]>> Ways(byte[] bytes)
    {
        yield return [[.. bytes]];
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            yield return [bytes[..cut], bytes[cut..]];
        }

        yield return InPartsOf(bytes, 1);
    }
}
