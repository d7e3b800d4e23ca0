using System.Globalization;

namespace WsBroker.Redis.Letters;

/// <summary>Reads ids: sixteen hexadecimal digits.</summary>
internal static class HexNumber
{
    /// <summary>How many digits.</summary>
    public const int Digits = 16;

    /// <summary>Reads one.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out ulong number)
    {
        number = 0;
        return text.Length == Digits && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }
}
