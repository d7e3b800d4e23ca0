using System.Text;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.WebSockets.Tests.Handshake;

public sealed class AcceptKeyTests
{
    // RFC 6455 §1.3
    private const string Example = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    [Fact]
    public void HS_01_Makes_the_example_in_the_RFC() => Assert.Equal(Example, AcceptKey.Compute(RequestText.Key));

    [Fact]
    public void Writes_the_example_from_bytes_and_from_characters()
    {
        var fromBytes = new byte[AcceptKey.Length];
        var fromChars = new byte[AcceptKey.Length];

        AcceptKey.Write(Encoding.ASCII.GetBytes(RequestText.Key), fromBytes);
        AcceptKey.Write(RequestText.Key.AsSpan(), fromChars);

        Assert.Equal(Example, Encoding.ASCII.GetString(fromBytes));
        Assert.Equal(fromBytes, fromChars);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ=")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ===")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ=é")]
    public void Refuses_what_cannot_be_a_key(string key) =>
        Assert.ThrowsAny<ArgumentException>(() => AcceptKey.Compute(key));
}
