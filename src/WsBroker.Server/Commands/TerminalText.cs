using System.Globalization;
using System.Text;

namespace WsBroker.Server.Commands;

/// <summary>Text of others on a terminal, which would do what it says: move the cursor, set the title, turn lines around.</summary>
internal static class TerminalText
{
    /// <summary>Writes what is no visible text as <c>\u001b</c>, but for line ends and tabs.</summary>
    public static string Escape(string text)
    {
        if (!text.Any(IsDangerous))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 16);
        foreach (var one in text)
        {
            _ = IsDangerous(one) ? safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)one:x4}") : safe.Append(one);
        }

        return safe.ToString();
    }

    // Of format characters, those that emojis are joined with do no harm
    private static bool IsDangerous(char one) => one is not ('\n' or '\t' or '\u200d') && char.GetUnicodeCategory(one)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
