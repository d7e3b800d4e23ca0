using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WsBroker.WebSockets.Framing;
using WsBroker.WebSockets.Messages;

namespace WsBroker.WebSockets.Tests.Messages;

public sealed class PartialMessageTests
{
    private static readonly MessageLimits _limits = new() { MaxFragments = int.MaxValue };

    [Theory]
    [InlineData(1_000)]
    [InlineData(10_000)]
    public void FR_15_Many_fragments_move_the_bytes_only_a_few_times(int fragments)
    {
        var message = default(PartialMessage);
        message.AddFrame(Header(Opcode.Text), _limits, inflation: null);
        var part = Enumerable.Repeat((byte)'a', 64).ToArray();
        var moves = 0;

        for (var i = 0; i < fragments; i++)
        {
            ref var before = ref MemoryMarshal.GetReference(message.Bytes);
            message.Append(part, _limits);
            moves += Unsafe.AreSame(ref before, ref MemoryMarshal.GetReference(message.Bytes)) ? 0 : 1;
        }

        Assert.Equal(64 * fragments, message.Bytes.Length);
        Assert.InRange(moves, 1, 20);
        message.Release();
    }

    [Fact]
    public void Keeps_all_bytes_while_it_grows()
    {
        var message = default(PartialMessage);
        message.AddFrame(Header(Opcode.Binary), _limits, inflation: null);
        var expected = new SeededBytes(8).Next(5000);

        foreach (var part in expected.Chunk(37))
        {
            Assert.Equal(default, message.Append(part, _limits));
        }

        Assert.Equal(default, message.End());
        Assert.Equal(expected, message.Bytes.ToArray());
        message.Release();
    }

    [Fact]
    public void Is_as_new_once_released()
    {
        var message = default(PartialMessage);
        message.AddFrame(Header(Opcode.Text), _limits, inflation: null);
        message.Append([0xC3], _limits);

        message.Release();

        Assert.False(message.IsOpen);
        Assert.True(message.Bytes.IsEmpty);
        Assert.Equal(default, message.End());
    }

    private static FrameHeader Header(Opcode opcode) =>
        new(Fin: false, Rsv1: false, opcode, PayloadLength: 0, Masked: true, MaskingKey: 0);
}
