using WsBroker.Conformance.Tests.Clients;

namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>A case of sections 9 and 10: messages, large or many, one after the other.</summary>
/// <param name="Id">The suite's number.</param>
/// <param name="IsBinary">Text or bytes.</param>
/// <param name="Length">Of a message, in bytes.</param>
internal sealed record LargeMessage(string Id, bool IsBinary, int Length)
{
    private const int Mebi = 1024 * 1024;

    private static readonly int[] _lengths = [64 * 1024, 256 * 1024, Mebi, 4 * Mebi, 8 * Mebi, 16 * Mebi];

    private static readonly int[] _fragments = [64, 256, 1024, 4096, 16 * 1024, 64 * 1024, 256 * 1024, Mebi, 4 * Mebi];

    private static readonly int[] _chops = [64, 128, 256, 512, 1024, 2048];

    private static readonly int[] _small = [0, 16, 64, 256, 1024, 4096];

    /// <summary>The length of a frame, in bytes.</summary>
    public int FragmentLength { get; init; } = int.MaxValue;

    /// <summary>The length of a write, in bytes.</summary>
    public int ChopLength { get; init; } = int.MaxValue;

    /// <summary>How many there are.</summary>
    public int Count { get; init; } = 1;

    /// <summary>All cases.</summary>
    public static IEnumerable<LargeMessage> All =>
    [
        .. OfBoth(_lengths, 1, static (id, isBinary, length) => new LargeMessage(id, isBinary, length)),
        .. OfBoth(_fragments, 3, static (id, isBinary, fragment) => new LargeMessage(id, isBinary, 4 * Mebi) { FragmentLength = fragment }),
        .. OfBoth(_chops, 5, static (id, isBinary, chop) => new LargeMessage(id, isBinary, Mebi) { ChopLength = chop }),
        .. OfBoth(_small, 7, static (id, isBinary, length) => new LargeMessage(id, isBinary, length) { Count = 1000 }),
        new LargeMessage("10.1.1", IsBinary: false, 65536) { FragmentLength = 1300 },
    ];

    /// <summary>The message.</summary>
    public ClientFrame Message { get; } = new(
        IsBinary ? Opcode.Binary : Opcode.Text, Enumerable.Range(0, Length).Select(at => (byte)(IsBinary ? 0x80 + (at % 127) : ' ' + (at % 95))).ToArray());

    /// <summary>Its bytes on the wire, in writes.</summary>
    public IEnumerable<byte[]> Writes => Fragments.Select(static frame => frame.ToBytes()).SelectMany(bytes => bytes.Chunk(ChopLength));

    private IEnumerable<ClientFrame> Fragments
    {
        get
        {
            var length = Math.Min(FragmentLength, Length);
            if (length == Length)
            {
                return [Message];
            }

            var count = (Length + length - 1) / length;
            return Enumerable.Range(0, count).Select(at => Fragment(at * length, Math.Min(Length, (at + 1) * length)));
        }
    }

    private static IEnumerable<LargeMessage> OfBoth(int[] values, int section, Func<string, bool, int, LargeMessage> make) =>
    [
        .. values.Select((value, at) => make($"9.{section}.{at + 1}", false, value)),
        .. values.Select((value, at) => make($"9.{section + 1}.{at + 1}", true, value)),
    ];

    private ClientFrame Fragment(int from, int to) =>
        new(from == 0 ? Message.Opcode : Opcode.Continuation, Message.Payload[from..to]) { Fin = to == Length };
}
