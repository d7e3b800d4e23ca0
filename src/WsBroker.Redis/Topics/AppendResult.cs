using System.Globalization;
using StackExchange.Redis;
using WsBroker.Broker.Engines;

namespace WsBroker.Redis.Topics;

/// <summary>What came of an append.</summary>
/// <param name="Epoch">The topic's epoch; null where it has no offsets left.</param>
/// <param name="At">When it was taken, in milliseconds since 1970.</param>
/// <param name="Before">When what stands before them was taken; 0 where that is not known, or there is nothing.</param>
/// <param name="Places">Where the publications stand.</param>
internal sealed record AppendResult(string? Epoch, long At, long Before, IReadOnlyList<SharedPlace> Places)
{
    /// <summary>Reads what <see cref="TopicScripts.Append"/> gives.</summary>
    /// <param name="result">What it has given.</param>
    /// <param name="count">How many publications there were.</param>
    public static AppendResult Read(RedisResult result, int count)
    {
        if (result.Length < 0)
        {
            return new AppendResult(Epoch: null, At: 0, Before: 0, []);
        }

        var places = new SharedPlace[count];
        var first = (long)result[2];
        for (var index = 0; index < count; index++)
        {
            var place = result.Length > 4 ? (long)result[4][index] : first + index;
            places[index] = new SharedPlace(Math.Abs(place), IsDuplicate: place < 0);
        }

        return new AppendResult((string?)result[0], Number(result[1]), Number(result[3]), places);
    }

    private static long Number(RedisResult result) => long.Parse((string)result!, CultureInfo.InvariantCulture);
}
