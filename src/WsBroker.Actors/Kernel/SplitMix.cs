namespace WsBroker.Actors.Kernel;

/// <summary>
/// Numbers that look random and depend on the seed alone, on every machine and every version of .NET.
/// </summary>
// Sebastiano Vigna's SplitMix64 (prng.di.unimi.it): the constants are the algorithm
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next number from 0 to less than <paramref name="bound"/>.</summary>
    // By multiplication, as a remainder would prefer small numbers
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
