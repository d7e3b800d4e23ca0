namespace WsBroker.Actors.Kernel;

/// <summary>
/// An unordered list out of which a member is taken in constant time: the last one moves to its place.
/// </summary>
/// <remarks>Costs 8 bytes a member, and room to grow. Not thread-safe.</remarks>
internal sealed class Roster<TMember>
    where TMember : class, IPlaced
{
    private const int Nowhere = -1;
    private const int SmallestLength = 4;

    private TMember?[] _members = [];

    /// <summary>How many members there are.</summary>
    public int Count { get; private set; }

    public void Add(TMember member)
    {
        if (Count == _members.Length)
        {
            // By half, not twice: among 100 000 children room to grow is memory of every idle one
            Array.Resize(ref _members, Math.Max(SmallestLength, Count + (Count / 2)));
        }

        member.Place = Count;
        _members[Count++] = member;
    }

    /// <summary>Takes out <paramref name="member"/>, which is in this roster or in none.</summary>
    /// <returns>Whether it was in.</returns>
    public bool TryRemove(TMember member)
    {
        var place = member.Place;
        if (place == Nowhere)
        {
            return false;
        }

        var last = _members[--Count]!;
        _members[place] = last;
        last.Place = place;
        _members[Count] = null;
        member.Place = Nowhere;
        Shrink();
        return true;
    }

    /// <summary>Takes out all members.</summary>
    public TMember[] TakeAll()
    {
        var all = ToArray();
        foreach (var member in all)
        {
            member.Place = Nowhere;
        }

        _members = [];
        Count = 0;
        return all;
    }

    public TMember[] ToArray() => _members.AsSpan(0, Count).ToArray()!;

    private void Shrink()
    {
        if (Count < _members.Length / 4)
        {
            Array.Resize(ref _members, Math.Max(SmallestLength, Count * 2));
        }
    }
}
