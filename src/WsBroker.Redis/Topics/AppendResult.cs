using System.Globalization;
using StackExchange.Redis;
using WsBroker.Broker.Engines;

namespace WsBroker.Redis.Topics;

/// <summary>What came of an append.</summary>
/// <param name="Epoch">The topic's epoch; null where it has no offsets left.</param>
/// <param name="At">When it was taken, in milliseconds since 1970.</param>
/// <param name="Places">Where the publications stand.</param>
internal sealed record AppendResult(string? Epoch, long At, IReadOnlyList<SharedPlace> Places)
{
    /// <summary>Reads what <see cref="TopicScripts.Append"/> gives.</summary>
    /// <param name="result">What it has given.</param>
    /// <param name="count">How many publications there were.</param>
    public static AppendResult Read(RedisResult result, int count)
    {
        if (result.Length < 0)
        {
            return new AppendResult(Epoch: null, At: 0, []);
        }

        var places = new SharedPlace[count];
        var first = (long)result[2];
        for (var index = 0; index < count; index++)
        {
            var place = result.Length > 3 ? (long)result[3][index] : first + index;
            places[index] = new SharedPlace(Math.Abs(place), IsDuplicate: place < 0);
        }

        return new AppendResult((string?)result[0], long.Parse((string)result[1]!, CultureInfo.InvariantCulture), places);
    }
}
