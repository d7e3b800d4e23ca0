using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Messages;

namespace WsBroker.WebSockets.Tests.Messages;

public sealed class MessageLimitsTests
{
    private const int Continuation = 0;
    private const int Text = 1;
    private const int Binary = 2;

    private static readonly Heard _tooBig = Heard.Refusal(CloseCode.MessageTooBig, ViolationReason.MessageTooBig);

    private static readonly Heard _tooManyFragments =
        Heard.Refusal(CloseCode.PolicyViolation, ViolationReason.TooManyFragments);

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(1L << 53)]
    [InlineData((1L << 32) + 5)]
    [InlineData(1L << 31)]
    [InlineData(int.MaxValue - 8L)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MaxValue + 8L)]
    public void FR_09_A_huge_length_is_1009_from_the_header_alone(long length)
    {
        foreach (var parts in SplitBytes.Everywhere(FrameBuilder.ClientHeader(Binary, length)))
        {
            Assert.Equal([_tooBig], Heard.From(parts));
        }
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue - 1)]
    public void FR_09_A_huge_length_is_1009_in_a_later_fragment_too(long length)
    {
        byte[] bytes =
        [
            .. FrameBuilder.Client(Text, "abc"u8.ToArray(), fin: false),
            .. FrameBuilder.ClientHeader(Continuation, length),
        ];

        Assert.Equal([_tooBig], Heard.From([bytes]));
    }

    [Fact]
    public void FR_10_What_a_header_promises_costs_no_memory()
    {
        const int Promised = 512 * 1024 * 1024;
        var limits = new MessageLimits { MaxMessageBytes = Promised };
        byte[] bytes = [.. FrameBuilder.ClientHeader(Binary, Promised), 1];

        var before = GC.GetAllocatedBytesForCurrentThread();
        var heard = Heard.From([bytes], limits);

        Assert.Empty(heard);
        // Not none: what the runtime needs for the first use of a type is counted too
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Promised / 1024);
    }

    [Fact]
    public void FR_11_A_message_of_just_the_limit_is_delivered_and_one_byte_more_is_1009()
    {
        var limits = new MessageLimits { MaxMessageBytes = 1000 };
        var payload = new byte[1000];

        foreach (var parts in SplitBytes.Everywhere(FrameBuilder.Client(Binary, payload)))
        {
            Assert.Equal([Heard.Binary(payload)], Heard.From(parts, limits));
        }

        Assert.Equal([_tooBig], Heard.From([FrameBuilder.ClientHeader(Binary, 1001)], limits));
    }

    [Fact]
    public void FR_11_A_message_that_is_too_big_is_1009_even_if_it_lies_whole_in_the_buffer()
    {
        var limits = new MessageLimits { MaxMessageBytes = 1000 };

        Assert.Equal([_tooBig], Heard.From([FrameBuilder.Client(Binary, new byte[1001])], limits));
    }

    [Fact]
    public void A_control_frame_is_bound_by_its_own_limit_and_not_by_that_of_messages()
    {
        var limits = new MessageLimits { MaxMessageBytes = 1 };

        Assert.Equal([Heard.Ping(new byte[125])], Heard.From([FrameBuilder.Client(9, new byte[125])], limits));
    }

    [Theory]
    [InlineData(999, 1, true)]
    [InlineData(999, 2, false)]
    [InlineData(1000, 0, true)]
    [InlineData(1000, 1, false)]
    public void FR_11_Fragments_are_summed(int first, int second, bool delivered)
    {
        var limits = new MessageLimits { MaxMessageBytes = 1000 };
        byte[] bytes =
        [
            .. FrameBuilder.Client(Binary, new byte[first], fin: false),
            .. FrameBuilder.Client(Continuation, new byte[second]),
        ];

        var expected = delivered ? Heard.Binary(new byte[1000]) : _tooBig;
        Assert.Equal([expected], Heard.From([bytes], limits));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void FR_12_FR_13_Endless_fragments_are_1008_even_if_empty(int fragmentLength)
    {
        var limits = new MessageLimits { MaxFragments = 10 };
        var fragment = new byte[fragmentLength];
        byte[] ten =
        [
            .. FrameBuilder.Client(Binary, fragment, fin: false),
            .. Enumerable.Range(0, 9).SelectMany(_ => FrameBuilder.Client(Continuation, fragment, fin: false)),
        ];

        var atLimit = Heard.From([ten.ToArray()], limits);
        var beyond = Heard.From([[.. ten, .. FrameBuilder.Client(Continuation, fragment)]], limits);

        Assert.Empty(atLimit);
        Assert.Equal([_tooManyFragments], beyond);
    }

    [Fact]
    public void FR_12_As_many_fragments_as_allowed_make_a_message_and_the_next_counts_anew()
    {
        var limits = new MessageLimits { MaxFragments = 2 };
        byte[] message =
        [
            .. FrameBuilder.Client(Binary, [1], fin: false),
            .. FrameBuilder.Client(Continuation, [2]),
        ];

        var heard = Heard.From([[.. message, .. message]], limits);

        Assert.Equal([Heard.Binary([1, 2]), Heard.Binary([1, 2])], heard);
    }

    [Fact]
    public void FR_14_Pings_between_fragments_do_not_count_as_fragments()
    {
        var limits = new MessageLimits { MaxFragments = 2 };
        byte[] bytes =
        [
            .. FrameBuilder.Client(Binary, [1], fin: false),
            .. Enumerable.Range(0, 5).SelectMany(_ => FrameBuilder.Client(9, [])),
            .. FrameBuilder.Client(Continuation, [2]),
        ];

        Assert.Equal(Heard.Binary([1, 2]), Heard.From([bytes], limits)[^1]);
    }
}
