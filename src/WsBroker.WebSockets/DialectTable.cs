using WsBroker.WebSockets.Handshake;

namespace WsBroker.WebSockets;

/// <summary>The dialects that a server speaks: that of RFC 6455, and others if it is told so.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
/// <param name="others">Those that are asked first whether a request is theirs.</param>
public sealed class DialectTable(params IReadOnlyList<Dialect> others)
{
    /// <summary>RFC 6455 and nothing else.</summary>
    public static DialectTable Rfc6455Only { get; } = new();

    /// <summary>The versions spoken, as the Sec-WebSocket-Version header of a 426 has them (RFC 6455 §4.4).</summary>
    public string Versions { get; } = string.Join(
        ", ", others.Select(dialect => dialect.Version).OfType<string>().Prepend(Rfc6455Dialect.Instance.Version));

    /// <summary>Whether a request is for one of the others, even if it does not ask for a WebSocket.</summary>
    public bool Recognises(in RequestHead head)
    {
        foreach (var dialect in others)
        {
            if (dialect.Recognises(head))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The dialect that a request is for.</summary>
    public Dialect Find(in RequestHead head)
    {
        foreach (var dialect in others)
        {
            if (dialect.Recognises(head))
            {
                return dialect;
            }
        }

        return Rfc6455Dialect.Instance;
    }
}
