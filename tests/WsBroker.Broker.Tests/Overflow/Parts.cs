using System.Text;
using WsBroker.Broker.Overflow;
using WsBroker.Broker.Publications;

namespace WsBroker.Broker.Tests.Overflow;

/// <summary>Deliveries of publications that may be lost; each begins with its topic and offset.</summary>
internal static class Parts
{
    /// <summary>Publications whose bytes have the length of a text.</summary>
    public static DeliveryParts Of(LossyTopic topic, string text, params int[] offsets) => Of(topic, text, key: null, offsets);

    /// <summary>Publications with a key in their headers.</summary>
    public static DeliveryParts Of(LossyTopic topic, string text, string? key, params int[] offsets)
    {
        var headers = key is null ? [] : Encoding.UTF8.GetBytes($$"""{"x":[1,{"key":2}],"key":"{{key}}"}""");
        var bytes = new List<byte>();
        var ends = new List<int>();
        foreach (var offset in offsets)
        {
            bytes.AddRange(Encoding.UTF8.GetBytes($"{topic.Name} {offset} ".PadRight(text.Length, 'x')));
            ends.Add(bytes.Count);
        }

        var content = new Content(PayloadKind.Text, default) { Headers = headers };
        Publication[] publications = [.. offsets.Select(offset => new Publication(topic.Name, "E", offset, At: 0, content, default))];
        return new DeliveryParts(topic, publications, bytes.ToArray(), [.. ends]);
    }
}
