using System.Buffers;
using BenchmarkDotNet.Attributes;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Benchmarks.Framing;

/// <summary>What reading the header of a client's frame costs.</summary>
public class FrameReaderBenchmarks
{
    private readonly byte[] _header = new byte[FrameReader.MaxHeaderLength];

    /// <summary>The payload's length in bytes, one for each form.</summary>
    [Params(64, 1024, 1_000_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Write() => FrameWriter.WriteMaskedHeader(_header, Opcode.Text, Length, 0x37FA213D);

    [Benchmark]
    public OperationStatus TryReadHeader() => FrameReader.TryReadHeader(_header, PeerRole.Server, out _, out _, out _);
}
