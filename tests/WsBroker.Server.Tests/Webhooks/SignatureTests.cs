using WsBroker.Server.Webhooks;

namespace WsBroker.Server.Tests.Webhooks;

public sealed class SignatureTests
{
    // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
    private const string Expected = "t=1700000000,v1=f05f2539e3ae1c49aec5f8cfdad75ef6b06480b133973ffbb7ec9e18827af177";

    [Fact]
    public void Is_the_HMAC_of_the_time_and_the_body_as_openssl_has_it() => Assert.Equal(
        Expected,
        new Signature("0123456789abcdef0123456789abcdef").Of("""{"a":1}"""u8, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)));
}
