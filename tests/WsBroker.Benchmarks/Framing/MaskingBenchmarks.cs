using BenchmarkDotNet.Attributes;
using WsBroker.WebSockets.Framing;

namespace WsBroker.Benchmarks.Framing;

/// <summary>What taking the mask off costs, in place.</summary>
public class MaskingBenchmarks
{
    private byte[] _payload = [];

    /// <summary>The payload's length in bytes.</summary>
    [Params(7, 64, 125, 1024, 65536)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Fill() => _payload = new byte[Length];

    [Benchmark]
    public void Apply() => Masking.Apply(_payload, 0x37FA213D);
}
