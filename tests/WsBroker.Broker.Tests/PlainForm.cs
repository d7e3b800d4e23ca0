using System.Buffers;
using System.Text;
using WsBroker.Broker.Presence;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Tests;

/// <summary>A wire form that tests can read, and that counts how often it is asked.</summary>
internal sealed class PlainForm : WireForm
{
    /// <summary>How many publications were encoded.</summary>
    public int Written { get; private set; }

    /// <summary>Has the encoding of a payload with this text fail, half-way.</summary>
    public string? Poison { get; init; }

    /// <summary>The form for topics that are not compressed; null if it is this one.</summary>
    public PlainForm? Other { get; init; }

    /// <inheritdoc/>
    public override WireForm Uncompressed => Other ?? base.Uncompressed;

    /// <inheritdoc/>
    public override void Write(Publication publication, IBufferWriter<byte> output)
    {
        Written++;
        var text = Encoding.UTF8.GetString(publication.Content.Payload.Span);
        output.Write(Encoding.UTF8.GetBytes($"{publication.Topic} {publication.Offset} {text}\n"));
        if (Poison is not null && string.Equals(text, Poison, StringComparison.Ordinal))
        {
            throw new InvalidOperationException("as the test wants it");
        }
    }

    /// <inheritdoc/>
    public override void Write(PresenceNews news, IBufferWriter<byte> output) => output.Write(Encoding.UTF8.GetBytes(news switch
    {
        PresenceNews.Joined joined => $"+{joined.Client.Client.Value}\n",
        PresenceNews.Left left => $"-{left.Client.Client.Value}\n",
        PresenceNews.Counted counted => $"={counted.Count}\n",
        _ => "?\n",
    }));

    /// <summary>What was told of who comes and goes, and delivered, each a word, in order.</summary>
    public static string[] ReadWords(IEnumerable<SessionMessage> told) =>
    [
        .. told.OfType<SessionEvent.Delivered>()
            .SelectMany(static one => Encoding.UTF8.GetString(one.Bytes.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries)),
    ];

    /// <summary>What was delivered, one "topic offset payload" each.</summary>
    public static string[] Read(SessionEvent.Delivered delivery)
    {
        var lines = Encoding.UTF8.GetString(delivery.Bytes.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(delivery.Publications, lines.Length);
        return lines;
    }

    /// <summary>What was delivered in all events, one "topic offset payload" each.</summary>
    public static string[] Read(IEnumerable<SessionMessage> told) =>
        [.. told.OfType<SessionEvent.Delivered>().SelectMany(Read)];
}
