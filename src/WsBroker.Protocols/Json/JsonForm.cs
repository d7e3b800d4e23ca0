using System.Buffers;
using WsBroker.Broker.Presence;
using WsBroker.Broker.Publications;

namespace WsBroker.Protocols.Json;

/// <summary><c>{"message":{…}}</c>, always text: bytes are told in Base64.</summary>
public sealed class JsonForm : MessageForm
{
    /// <summary>The only instance.</summary>
    public static readonly JsonForm Instance = new();

    private JsonForm()
    {
    }

    /// <inheritdoc/>
    public override bool IsBinary(PayloadKind kind) => false;

    /// <inheritdoc/>
    public override void Write(Publication publication, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(publication);
        var json = JsonOutput.Begin(output);
        json.WriteStartObject("message"u8);
        PublicationWriter.WriteMembers(json, publication);
        json.WriteEndObject();
        JsonOutput.End(json);
    }

    /// <inheritdoc/>
    public override void Write(PresenceNews news, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(news);
        var json = JsonOutput.Begin(output);
        PresenceWriter.Write(json, news);
        JsonOutput.End(json);
    }
}
