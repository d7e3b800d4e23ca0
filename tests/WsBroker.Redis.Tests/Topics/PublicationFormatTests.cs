using WsBroker.Broker.Publications;
using WsBroker.Redis.Topics;

namespace WsBroker.Redis.Tests.Topics;

public sealed class PublicationFormatTests
{
    private static readonly Content _content = new(PayloadKind.Json, "{\"a\":1}"u8.ToArray()) { Headers = "{\"h\":2}"u8.ToArray() };
    private static readonly Publisher _publisher = new(new ClientId(0xFEDCBA9876543210), "u42é");

    [Fact]
    public void What_is_written_is_read()
    {
        Assert.True(PublicationFormat.TryRead(PublicationFormat.Write(_content, _publisher), out var content, out var publisher));

        Assert.Equal(_publisher, publisher);
        Assert.Equal(PayloadKind.Json, content.Kind);
        Assert.Equal(_content.Payload.ToArray(), content.Payload.ToArray());
        Assert.Equal(_content.Headers.ToArray(), content.Headers.ToArray());
    }

    [Fact]
    public void ND_12_Fields_of_a_later_version_are_passed_over()
    {
        byte[] later = [.. PublicationFormat.Write(_content, _publisher), 99, 0, 0, 0, 2, 1, 2];

        Assert.True(PublicationFormat.TryRead(later, out var content, out _));
        Assert.Equal(_content.Payload.ToArray(), content.Payload.ToArray());
    }

    [Fact]
    public void AZ_13_No_part_and_no_changed_byte_makes_it_throw()
    {
        var whole = PublicationFormat.Write(_content, _publisher);
        for (var at = 0; at < whole.Length; at++)
        {
            PublicationFormat.TryRead(whole.AsMemory(0, at), out _, out _);
            foreach (var change in (byte[])[1, 0x80, 0xFF])
            {
                byte[] changed = [.. whole];
                changed[at] ^= change;
                PublicationFormat.TryRead(changed, out _, out _);
            }
        }
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 2 })]
    [InlineData(new byte[] { 1, 5, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 1, 5, 0, 0, 0, 2, 1 })]
    [InlineData(new byte[] { 1, 1, 0, 0, 0, 1, 9 })]
    [InlineData(new byte[] { 1, 3, 0, 0, 0, 1, 0xFF })]
    public void AZ_13_Another_version_a_length_beyond_the_end_an_unknown_kind_and_what_is_no_text_are_not_taken(byte[] bytes) =>
        Assert.False(PublicationFormat.TryRead(bytes, out _, out _));
}
