using System.Globalization;
using System.Text;

namespace WsBroker.Conformance.Tests.Clients;

/// <summary>The last of what went over a connection, to be read when a test fails.</summary>
internal sealed class WireTrace
{
    private const int KeptLines = 40;
    private const int ShownBytes = 48;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();

    /// <summary>Notes bytes that were sent.</summary>
    public void Sent(ReadOnlySpan<byte> bytes) => Note("→", bytes);

    /// <summary>Notes bytes that were received.</summary>
    public void Received(ReadOnlySpan<byte> bytes) => Note("←", bytes);

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (_gate)
        {
            return string.Join('\n', _lines);
        }
    }

    private void Note(string direction, ReadOnlySpan<byte> bytes)
    {
        var shown = bytes[..Math.Min(bytes.Length, ShownBytes)];
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{direction} {bytes.Length,7} {Convert.ToHexString(shown)} {Readable(shown)}");
        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > KeptLines)
            {
                _lines.Dequeue();
            }
        }
    }

    private static string Readable(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var character in bytes)
        {
            text.Append(character is >= 0x20 and < 0x7F ? (char)character : '.');
        }

        return text.ToString();
    }
}
