namespace WsBroker.EndToEnd.Tests.FanOut;

/// <summary>Checks that numbered frames come one after the other, however the network cuts them.</summary>
internal sealed class NumberCheck
{
    private readonly byte[] _partial = new byte[NumberedFrames.ServerFrameLength];
    private int _partialLength;
    private long? _last;

    /// <summary>How many frames have come.</summary>
    public long Count { get; private set; }

    /// <summary>The number of the last frame; null before the first.</summary>
    public long? Last => _last;

    /// <summary>Takes what has arrived.</summary>
    /// <exception cref="InvalidDataException">A number is missing, repeated, out of order or not a number at all.</exception>
    public void Take(ReadOnlySpan<byte> arrived)
    {
        if (_partialLength > 0)
        {
            var missing = Math.Min(_partial.Length - _partialLength, arrived.Length);
            arrived[..missing].CopyTo(_partial.AsSpan(_partialLength));
            _partialLength += missing;
            arrived = arrived[missing..];
            if (_partialLength < _partial.Length)
            {
                return;
            }

            Check(_partial);
        }

        for (; arrived.Length >= NumberedFrames.ServerFrameLength; arrived = arrived[NumberedFrames.ServerFrameLength..])
        {
            Check(arrived[..NumberedFrames.ServerFrameLength]);
        }

        arrived.CopyTo(_partial);
        _partialLength = arrived.Length;
    }

    private void Check(ReadOnlySpan<byte> frame)
    {
        var number = NumberedFrames.Read(frame);
        if (number is null || number != (_last ?? number - 1) + 1)
        {
            throw new InvalidDataException($"after {_last} came {number}: {Convert.ToHexString(frame)}");
        }

        _last = number;
        Count++;
    }
}
