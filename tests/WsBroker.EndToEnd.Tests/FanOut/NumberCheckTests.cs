namespace WsBroker.EndToEnd.Tests.FanOut;

/// <summary>The check must fail for what it is there to find.</summary>
public sealed class NumberCheckTests
{
    [Fact]
    public void Frames_in_order_are_counted_however_they_are_cut()
    {
        byte[] frames = [.. Frame(5), .. Frame(6), .. Frame(7)];
        for (var cut = 0; cut <= frames.Length; cut++)
        {
            var check = new NumberCheck();

            check.Take(frames.AsSpan(0, cut));
            check.Take(frames.AsSpan(cut));

            Assert.Equal((3, 7), (check.Count, check.Last));
        }
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(5, 7)]
    [InlineData(5, 4)]
    public void A_repeated_a_missing_and_a_misplaced_number_are_found(int first, int second)
    {
        var check = new NumberCheck();
        check.Take(Frame(first));

        Assert.Throws<InvalidDataException>(() => check.Take(Frame(second)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(65)]
    public void A_frame_with_a_wrong_byte_is_found(int index)
    {
        var frame = Frame(1);
        frame[index] ^= 1;

        Assert.Throws<InvalidDataException>(() => new NumberCheck().Take(frame));
    }

    // What the publisher sends, with the server's header
    private static byte[] Frame(long number) =>
        [0x82, NumberedFrames.PayloadLength, .. NumberedFrames.ForPublisher(number, 1).AsSpan(6)];
}
