using System.Text;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Disk.Tests;

/// <summary>Topics and publications to store.</summary>
internal static class Sample
{
    public const string Epoch = "00000000000000e1";

    public static TopicName Topic(string name = "chat/lobby") =>
        TopicName.TryParse(name, out var topic, out _) ? topic : throw new ArgumentException(name, nameof(name));

    public static Publication Publication(long offset, string? text = null, TopicName? topic = null) =>
        new(topic ?? Topic(), Epoch, offset, 1_000 + offset, new Content(PayloadKind.Text, Encoding.UTF8.GetBytes(text ?? $"no. {offset}")), new Publisher(new ClientId(7), "u42"));

    public static Publication Large(long offset, TopicName? topic = null, int bytes = 1000) =>
        Publication(offset, new string('x', bytes), topic);

    public static string Text(Publication publication) => Encoding.UTF8.GetString(publication.Content.Payload.Span);
}
