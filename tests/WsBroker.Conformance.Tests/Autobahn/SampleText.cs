using System.Globalization;
using System.Text;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>Something to compress, of the kinds that the suite has, made here from a seed.</summary>
/// <param name="IsBinary">Whether it is sent as bytes; text is ASCII.</param>
/// <param name="Bytes">All of it; messages are taken from it one after the other, and then from its beginning again.</param>
internal sealed record SampleText(bool IsBinary, byte[] Bytes)
{
    private const int Length = 300_000;

    private static readonly string[] _words = "Habe nun ach Philosophie Juristerei und Medizin durchaus studiert mit heissem Bemuehn".Split(' ');

    /// <summary>JSON, a picture, prose as bytes, HTML, and what is compressed already.</summary>
    public static IReadOnlyList<SampleText> All { get; } =
    [
        Of(isBinary: false, static (at, numbers) => Ascii($$"""{"id":{{at}},"name":"item {{numbers.Below(100)}}","price":{{numbers.Below(10_000)}},"tags":["a","b"]},""")),
        Of(isBinary: true, static (at, numbers) => [(byte)((at / 7) + numbers.Below(4)), (byte)(at / 512)]),
        Of(isBinary: true, static (_, numbers) => Ascii($"{_words[numbers.Below(_words.Length)]} ")),
        Of(isBinary: false, static (at, numbers) => Ascii($"<li class=\"row-{at % 3}\"><a href=\"/item/{numbers.Below(1000)}\">{_words[numbers.Below(_words.Length)]}</a></li>\n")),
        Of(isBinary: true, static (_, numbers) => [(byte)numbers.Below(256)]),
    ];

    /// <summary>The message with this number.</summary>
    public byte[] Message(int number, int length)
    {
        var message = new byte[length];
        for (var at = 0; at < length; at++)
        {
            message[at] = Bytes[(int)((((long)number * length) + at) % Bytes.Length)];
        }

        return message;
    }

    private static SampleText Of(bool isBinary, Func<int, SeededNumbers, byte[]> part)
    {
        var numbers = new SeededNumbers(1);
        var bytes = new List<byte>(Length);
        for (var at = 0; bytes.Count < Length; at++)
        {
            bytes.AddRange(part(at, numbers));
        }

        return new SampleText(isBinary, [.. bytes]);
    }

    private static byte[] Ascii(FormattableString text) => Encoding.ASCII.GetBytes(text.ToString(CultureInfo.InvariantCulture));
}
