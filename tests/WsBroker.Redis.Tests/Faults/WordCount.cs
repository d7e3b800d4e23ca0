namespace WsBroker.Redis.Tests.Faults;

/// <summary>Counts a word in bytes that come piece by piece, wherever they are cut.</summary>
/// <param name="word">The word, whose first byte does not stand in it again.</param>
internal sealed class WordCount(byte[] word)
{
    private int _matched;

    /// <summary>How often the word ends in the next piece.</summary>
    public int In(ReadOnlySpan<byte> piece)
    {
        var count = 0;
        foreach (var one in piece)
        {
            _matched = one == word[_matched] ? _matched + 1 : one == word[0] ? 1 : 0;
            if (_matched == word.Length)
            {
                (_matched, count) = (0, count + 1);
            }
        }

        return count;
    }
}
