using System.Buffers.Binary;
using System.Text;

namespace WsBroker.Conformance.Tests.Clients;

/// <summary>A frame of the server that kept all rules.</summary>
internal sealed record ServerFrame(Opcode Opcode, bool Fin, byte[] Payload)
{
    /// <summary>Whether it was compressed; the payload is inflated then.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>The length of the payload as it was on the wire.</summary>
    public int WireLength { get; init; } = Payload.Length;

    /// <summary>The code of a close frame; null if it has none.</summary>
    public int? CloseCode => Opcode is Opcode.Close && Payload.Length > 0 ? BinaryPrimitives.ReadUInt16BigEndian(Payload) : null;

    /// <summary>The reason of a close frame; empty if it has none.</summary>
    public string CloseReason => CloseCode is null ? "" : Encoding.UTF8.GetString(Payload.AsSpan(sizeof(ushort)));

    /// <summary>The payload as text.</summary>
    public string Text => Encoding.UTF8.GetString(Payload);

    /// <inheritdoc/>
    public override string ToString()
    {
        var beginning = Convert.ToHexString(Payload.AsSpan(0, Math.Min(Payload.Length, 64)));
        return $"{Opcode}{(Fin ? "" : " without FIN")}, {Payload.Length} bytes: {beginning}";
    }
}
