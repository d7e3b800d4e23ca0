using System.IO.Compression;

namespace WsBroker.Conformance.Tests.Clients;

/// <summary>Inflates a server's messages with a stream of .NET (RFC 7692 §7.2.2).</summary>
/// <param name="keepsContext">Whether a message may refer to those before it.</param>
internal sealed class StrictInflater(bool keepsContext) : IDisposable
{
    private static readonly byte[] _tail = [0x00, 0x00, 0xFF, 0xFF];

    private MemoryStream _input = new();
    private DeflateStream? _stream;

    /// <summary>What the server meant.</summary>
    /// <exception cref="WireFaultException">It is no deflate data, or refers to what it must not.</exception>
    public byte[] Inflate(byte[] payload)
    {
        if (_stream is null || !keepsContext)
        {
            _stream?.Dispose();
            _input = new MemoryStream();
            _stream = new DeflateStream(_input, CompressionMode.Decompress);
        }

        _input.SetLength(0);
        _input.Write([.. payload, .. _tail]);
        _input.Position = 0;
        try
        {
            using var output = new MemoryStream();
            _stream.CopyTo(output);
            return output.ToArray();
        }
        catch (InvalidDataException wrong)
        {
            throw new WireFaultException($"The server broke RFC 7692: {wrong.Message}", wrong);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream?.Dispose();
        _input.Dispose();
    }
}
