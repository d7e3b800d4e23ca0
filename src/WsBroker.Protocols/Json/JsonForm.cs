using System.Buffers;
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
}
