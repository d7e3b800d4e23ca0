using WsBroker.Server.Options;

namespace WsBroker.Server.Tests.Options;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:8080", "127.0.0.1:8080", false)]
    [InlineData("http://127.0.0.1:8080", "127.0.0.1:8080", false)]
    [InlineData("https://127.0.0.1:8443", "https://127.0.0.1:8443", true)]
    [InlineData("HTTPS://localhost:0", "https://127.0.0.1:0", true)]
    [InlineData("https://[::1]:8443", "https://[::1]:8443", true)]
    public void An_address_has_a_port_and_perhaps_TLS(string text, string written, bool isTls)
    {
        Assert.True(ListenAddress.TryParse(text, out var address));

        Assert.Equal((written, isTls), (address.ToString(), address.IsTls));
    }

    [Theory]
    [InlineData("8443")]
    [InlineData("https://127.0.0.1")]
    [InlineData("https://")]
    [InlineData("https://broker.example:8443")]
    [InlineData("wss://127.0.0.1:8443")]
    [InlineData("https://127.0.0.1:8443/")]
    public void Anything_else_is_none(string text) => Assert.False(ListenAddress.TryParse(text, out _));
}
