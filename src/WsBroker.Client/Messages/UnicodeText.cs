using System.Text;

namespace WsBroker.Client.Messages;

/// <summary>Turns strings into UTF-8, and refuses those that are not Unicode text instead of changing them.</summary>
internal static class UnicodeText
{
    private static readonly UTF8Encoding _strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text in UTF-8.</summary>
    /// <exception cref="ArgumentException">It has half a surrogate pair.</exception>
    public static byte[] Encode(string text)
    {
        try
        {
            return _strict.GetBytes(text);
        }
        catch (EncoderFallbackException cause)
        {
            throw new ArgumentException(
                "A text has half a surrogate pair; allowed are whole Unicode characters.", nameof(text), cause);
        }
    }
}
