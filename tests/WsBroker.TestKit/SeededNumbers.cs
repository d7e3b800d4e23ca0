namespace WsBroker.TestKit;

/// <summary>Numbers that look random and are the same for the same seed: what a test prints is enough to have its run again.</summary>
/// <remarks>For one thread. SplitMix64, after Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).</remarks>
public sealed class SeededNumbers(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>Whether the one of <paramref name="count"/> equally likely things has happened.</summary>
    public bool OneIn(int count) => Below(count) == 0;

    /// <summary>One of the items.</summary>
    public T Pick<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items[Below(items.Count)];
    }

    /// <summary>So many bytes.</summary>
    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        foreach (ref var one in bytes.AsSpan())
        {
            one = (byte)Next();
        }

        return bytes;
    }
}
