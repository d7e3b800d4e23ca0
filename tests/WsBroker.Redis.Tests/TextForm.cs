using System.Buffers;
using System.Text;
using WsBroker.Broker.Presence;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;

namespace WsBroker.Redis.Tests;

/// <summary>A wire form that tests can read: "topic offset payload", a line each.</summary>
internal sealed class TextForm : WireForm
{
    /// <inheritdoc/>
    public override void Write(Publication publication, IBufferWriter<byte> output) =>
        output.Write(Encoding.UTF8.GetBytes($"{publication.Topic} {publication.Offset} {Encoding.UTF8.GetString(publication.Content.Payload.Span)}\n"));

    /// <inheritdoc/>
    public override void Write(PresenceNews news, IBufferWriter<byte> output) => output.Write(Encoding.UTF8.GetBytes(news switch
    {
        PresenceNews.Joined joined => $"+{joined.Client.Client.Value} {joined.Client.User}\n",
        PresenceNews.Left left => $"-{left.Client.Client.Value} {left.Client.User}\n",
        _ => "?\n",
    }));

    /// <summary>All lines.</summary>
    public static string[] Read(IEnumerable<SessionMessage> told) =>
    [
        .. told.OfType<SessionEvent.Delivered>()
            .SelectMany(static one => Encoding.UTF8.GetString(one.Bytes.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries)),
    ];
}
