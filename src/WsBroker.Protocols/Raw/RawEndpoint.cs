using System.Text;
using WsBroker.Broker.Topics;

namespace WsBroker.Protocols.Raw;

/// <summary><c>/topics/TOPIC</c>: no envelope; what a client sends is published, what others publish arrives as they sent it.</summary>
public sealed class RawEndpoint : IEndpoint
{
    /// <summary>The name of having no envelope: for browsers that have a token among their subprotocols, which they only take an answer to.</summary>
    public const string Subprotocol = "wsbroker.v1.raw";

    private const string Prefix = "/topics/";

    private readonly RecentTopics _recent = new();

    /// <inheritdoc/>
    public MessageForm Form => RawForm.Instance;

    /// <inheritdoc/>
    public bool LeavesPlainHttp => false;

    /// <inheritdoc/>
    public bool AwaitsConnect => false;

    /// <inheritdoc/>
    public bool Owns(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public string? ChooseSubprotocol(IReadOnlyList<string> offered)
    {
        ArgumentNullException.ThrowIfNull(offered);
        return offered.Contains(Subprotocol, StringComparer.Ordinal) ? Subprotocol : null;
    }

    /// <inheritdoc/>
    public Opening Open(string path, string query)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(query);
        var problem = TopicProblem.None;
        var topic = _recent.Find(path) ?? Parse(path, out problem);
        if (topic is null)
        {
            return new Opening.InvalidTopic(problem.Describe());
        }

        return RawQuery.Read(query, out var wrong) is { } wanted
            ? new RawOpening(topic, wanted)
            : new Opening.InvalidQuery(wrong);
    }

    private TopicFilter? Parse(string path, out TopicProblem problem)
    {
        problem = TopicProblem.NotUnicode;
        if (!TryDecode(path.AsSpan(Prefix.Length), out var text) || !TopicName.TryParse(text, out var topic, out problem))
        {
            return null;
        }

        var filter = TopicFilter.Of(topic);
        _recent.Keep(path, filter);
        return filter;
    }

    /// <summary>Percent-decoding (RFC 3986 §2.1) that refuses half an escape and bytes that are not UTF-8.</summary>
    private static bool TryDecode(ReadOnlySpan<char> encoded, out string text)
    {
        if (!encoded.ContainsAnyExceptInRange('!', '~') && !encoded.Contains('%'))
        {
            text = encoded.ToString();
            return true;
        }

        text = "";
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(encoded.Length)];
        var length = 0;
        while (encoded.Length > 0)
        {
            if (encoded[0] != '%')
            {
                length += Encoding.UTF8.GetBytes(encoded[..1], bytes.AsSpan(length));
                encoded = encoded[1..];
            }
            else if (encoded.Length >= 3 && char.IsAsciiHexDigit(encoded[1]) && char.IsAsciiHexDigit(encoded[2]))
            {
                bytes[length++] = Convert.FromHexString(encoded.Slice(1, 2))[0];
                encoded = encoded[3..];
            }
            else
            {
                return false;
            }
        }

        return TryGetText(bytes.AsSpan(0, length), out text);
    }

    private static bool TryGetText(ReadOnlySpan<byte> utf8, out string text)
    {
        var isValid = System.Text.Unicode.Utf8.IsValid(utf8);
        text = isValid ? Encoding.UTF8.GetString(utf8) : "";
        return isValid;
    }
}
