using System.Text;
using BenchmarkDotNet.Attributes;
using WsBroker.WebSockets.Messages;

namespace WsBroker.Benchmarks.Messages;

/// <summary>What checking that a text is UTF-8 costs.</summary>
public class Utf8ValidatorBenchmarks
{
    private byte[] _text = [];

    /// <summary>What the text is made of, one for each length of code points.</summary>
    [Params("a", "é", "€", "🌍")]
    public string Letter { get; set; } = "";

    /// <summary>The text's length in code points.</summary>
    [Params(64, 4096)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Write() => _text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Letter, Length)));

    [Benchmark]
    public bool TryAppend() => default(Utf8Validator).TryAppend(_text);
}
