using System.Globalization;

namespace WsBroker.Server.Options;

/// <summary>The whole numbers that an option may have.</summary>
/// <param name="Least">The smallest, not below 0.</param>
/// <param name="Most">The largest.</param>
internal sealed record NumberRange(long Least, long Most)
{
    /// <summary>What is allowed, in words.</summary>
    public string Allowed => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Least} to {Most}");

    /// <summary>Reads a number.</summary>
    /// <returns>Null if it is none, or out of the range.</returns>
    public long? Read(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Least && number <= Most
            ? number
            : null;

    /// <summary>A number as it is read.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
