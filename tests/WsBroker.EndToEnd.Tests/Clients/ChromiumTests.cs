using System.Security.Cryptography;
using System.Text;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests.Clients;

/// <summary>What a person with a browser meets, seen through a real Chromium.</summary>
public sealed class ChromiumTests
{
    [Fact]
    public Task Two_browsers_chat_in_a_room_of_their_choice() => CheckAsync("chat");

    [Fact]
    public Task An_image_sent_by_one_browser_decodes_in_the_other() => CheckAsync("image");

    [Fact]
    public Task Text_published_by_any_other_client_is_shown() => CheckAsync("foreign");

    [Fact]
    public Task A_page_that_lost_its_connection_comes_back_without_a_gap_or_a_duplicate() => CheckAsync("reconnect");

    [Fact]
    public Task The_page_fits_a_phone() => CheckAsync("phone");

    [Fact]
    public Task A_bare_WebSocket_in_a_page_exchanges_text_and_binary_without_an_envelope() => CheckAsync("raw");

    [Fact]
    public Task Over_TLS_the_page_comes_by_HTTP_2_and_its_WebSocket_is_a_stream_beside_it() => CheckOverTlsAsync("http2");

    [Theory]
    [InlineData("chat")]
    [InlineData("raw")]
    public Task Over_TLS_all_is_the_same(string check) => CheckOverTlsAsync(check);

    [Theory]
    [InlineData("eventsource")]
    [InlineData("refused")]
    public async Task EventSource_hears_all_topics_and_what_it_missed_when_it_comes_back_by_itself(string check)
    {
        AssertChromium();
        using var certificate = new TestCertificate();
        await using var server = await ServerProcess.StartAsync("--listen", "https://127.0.0.1:0", "--certificate", certificate.PemFile);

        await NodeDriver.SucceedsAsync("events.mjs", server.Http.ToString(), check);
        await NodeDriver.SucceedsAsync(certificate, "events.mjs", server.Https.ToString(), check);
    }

    [Theory]
    [InlineData("login")]
    [InlineData("hostile")]
    [InlineData("disconnect")]
    [InlineData("many")]
    [InlineData("looks")]
    public async Task AD_07_AD_08_AU_06_The_dashboard_takes_a_key_shows_names_and_warnings_as_they_are_and_closes_connections(string check)
    {
        const string key = "a-key-of-the-tests";
        AssertChromium();
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        await using var server = await ServerProcess.StartAsync("--set", "apiKeys:0:name=tests", "--set", $"apiKeys:0:sha256={hash}", "--set", "origins=*");

        await NodeDriver.SucceedsAsync("admin.mjs", server.Http.ToString(), ScreenshotFolder(), key, check);
    }

    [Fact]
    public async Task AU_18_The_chat_page_asks_for_a_token_where_there_must_be_one_and_never_puts_it_into_an_address()
    {
        AssertChromium();
        await using var server = await ServerProcess.StartAsync(
            "--set", "auth:required=true", "--set", "auth:keys:0:algorithm=HS256", "--set", $"auth:keys:0:secret={TokenBuilder.Secret}");

        await NodeDriver.SucceedsAsync("token.mjs", server.Http.ToString(), TokenBuilder.For("mia").Sign());
    }

    private static async Task CheckOverTlsAsync(string check)
    {
        AssertChromium();
        using var certificate = new TestCertificate();
        await using var server = await ServerProcess.StartAsync("--listen", "https://127.0.0.1:0", "--certificate", certificate.PemFile);

        await NodeDriver.SucceedsAsync(certificate, "chat.mjs", server.Https.ToString(), ScreenshotFolder(), check);
    }

    private static void AssertChromium() => Assert.True(
        File.Exists(Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium"),
        "Chromium is missing: apt-get install chromium, or run tests/run");

    private static async Task CheckAsync(string check)
    {
        AssertChromium();
        await using var server = await ServerProcess.StartAsync();

        await NodeDriver.SucceedsAsync("chat.mjs", server.Http.ToString(), ScreenshotFolder(), check);
    }

    private static string ScreenshotFolder() => Path.Combine(AppContext.BaseDirectory, "screenshots");
}
