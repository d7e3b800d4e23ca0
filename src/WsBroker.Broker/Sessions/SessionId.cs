using System.Globalization;

namespace WsBroker.Broker.Sessions;

/// <summary>The secret by which a client takes its session up again over another connection. Never logged.</summary>
/// <param name="High">64 random bits.</param>
/// <param name="Low">64 random bits.</param>
public readonly record struct SessionId(ulong High, ulong Low)
{
    private const int Digits = 16;

    /// <summary>Whether there is none.</summary>
    public bool IsNone => (High | Low) == 0;

    /// <summary>One that nobody has seen before.</summary>
    public static SessionId Next(IIdentifierSource identifiers)
    {
        ArgumentNullException.ThrowIfNull(identifiers);
        return new SessionId(identifiers.NextNumber(), identifiers.NextNumber());
    }

    /// <summary>Reads what <see cref="Reveal"/> has written.</summary>
    public static bool TryParse(string text, out SessionId id)
    {
        ArgumentNullException.ThrowIfNull(text);
        id = default;
        if (text.Length != 2 * Digits || !TryParse(text.AsSpan(0, Digits), out var high) || !TryParse(text.AsSpan(Digits), out var low))
        {
            return false;
        }

        id = new SessionId(high, low);
        return true;
    }

    /// <summary>Thirty-two hexadecimal digits, for the client alone.</summary>
    public string Reveal() => string.Create(CultureInfo.InvariantCulture, $"{High:x16}{Low:x16}");

    /// <summary>Not the secret: wherever text is made of what the broker knows, it might be logged.</summary>
    public override string ToString() => "(secret)";

    private static bool TryParse(ReadOnlySpan<char> digits, out ulong number) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
}
