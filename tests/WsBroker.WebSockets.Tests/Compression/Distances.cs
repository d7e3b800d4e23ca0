namespace WsBroker.WebSockets.Tests.Compression;

/// <summary>Looks at the references in deflate data (RFC 1951 §3.2), bit by bit.</summary>
internal sealed class Distances
{
    private static readonly int[] _order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private readonly byte[] _data;
    private int _bit;
    private int _longest;

    private Distances(byte[] data) => _data = data;

    /// <summary>The longest distance of a reference in a payload whose tail was left out.</summary>
    public static int Longest(byte[] payload)
    {
        var reader = new Distances([.. payload, 0x00, 0x00, 0xFF, 0xFF]);
        while (reader._bit < reader._data.Length * 8)
        {
            reader.ReadBlock();
        }

        return reader._longest;
    }

    private void ReadBlock()
    {
        Bits(1);
        switch (Bits(2))
        {
            case 0:
                _bit = (_bit + 7) / 8 * 8;
                var length = Bits(16);
                _bit += 16 + (length * 8);
                break;
            case 1:
                ReadCodes(
                    [.. Enumerable.Repeat(8, 144), .. Enumerable.Repeat(9, 112), .. Enumerable.Repeat(7, 24), .. Enumerable.Repeat(8, 8)],
                    [.. Enumerable.Repeat(5, 30)]);
                break;
            default:
                ReadDynamic();
                break;
        }
    }

    private void ReadDynamic()
    {
        var (literals, distances, codes) = (Bits(5) + 257, Bits(5) + 1, Bits(4) + 4);
        var lengths = new int[19];
        for (var index = 0; index < codes; index++)
        {
            lengths[_order[index]] = Bits(3);
        }

        var table = Table(lengths);
        var all = new List<int>();
        while (all.Count < literals + distances)
        {
            var symbol = Symbol(table);
            var (value, count) = symbol switch
            {
                16 => (all[^1], 3 + Bits(2)),
                17 => (0, 3 + Bits(3)),
                18 => (0, 11 + Bits(7)),
                _ => (symbol, 1),
            };
            all.AddRange(Enumerable.Repeat(value, count));
        }

        ReadCodes([.. all[..literals]], [.. all[literals..]]);
    }

    private void ReadCodes(int[] literalLengths, int[] distanceLengths)
    {
        var (literals, distances) = (Table(literalLengths), Table(distanceLengths));
        for (var symbol = Symbol(literals); symbol != 256; symbol = Symbol(literals))
        {
            if (symbol > 256)
            {
                // The extra bits of the length, then the distance and its own
                Bits(symbol is < 265 or 285 ? 0 : (symbol - 261) / 4);
                var code = Symbol(distances);
                var extra = code < 4 ? 0 : (code / 2) - 1;
                var distance = code < 4 ? code + 1 : ((2 + (code & 1)) << extra) + 1 + Bits(extra);
                _longest = Math.Max(_longest, distance);
            }
        }
    }

    // §3.2.2
    private static Dictionary<(int Length, int Code), int> Table(int[] lengths)
    {
        var table = new Dictionary<(int Length, int Code), int>();
        var code = 0;
        for (var length = 1; length <= 15; length++, code <<= 1)
        {
            for (var symbol = 0; symbol < lengths.Length; symbol++)
            {
                if (lengths[symbol] == length)
                {
                    table[(length, code++)] = symbol;
                }
            }
        }

        return table;
    }

    private int Symbol(Dictionary<(int Length, int Code), int> table)
    {
        for (var (length, code) = (1, Bits(1)); length <= 15; length++, code = (code << 1) | Bits(1))
        {
            if (table.TryGetValue((length, code), out var symbol))
            {
                return symbol;
            }
        }

        throw new InvalidDataException("no such code");
    }

    private int Bits(int count)
    {
        var value = 0;
        for (var index = 0; index < count; index++, _bit++)
        {
            value |= ((_data[_bit / 8] >> (_bit % 8)) & 1) << index;
        }

        return value;
    }
}
