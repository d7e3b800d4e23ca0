using WsBroker.WebSockets.Handshake;

namespace WsBroker.WebSockets.Tests.Handshake;

public sealed class UpgradeRequestReaderTests
{
    [Fact]
    public void HS_01_The_base_request_is_read()
    {
        var request = Accepted(RequestText.With());

        Assert.Equal("/ws", request.Path);
        Assert.Equal("", request.Query);
        Assert.Equal("server.example.com", request.Host);
        Assert.Equal(RequestText.Key, request.Key);
        Assert.Empty(request.Subprotocols);
        Assert.Null(request.Origin);
        Assert.Null(request.Extensions);
        Assert.Null(request.Authorization);
    }

    [Fact]
    public void All_that_a_request_can_say_is_read()
    {
        var request = Accepted(
            RequestText.With(
                "Origin: https://good.example",
                "Authorization: Bearer abc",
                "Sec-WebSocket-Extensions: foo; bar=1",
                "Sec-WebSocket-Extensions: permessage-deflate",
                "Sec-WebSocket-Protocol: a, b",
                "Sec-WebSocket-Protocol: c"));

        Assert.Equal("https://good.example", request.Origin);
        Assert.Equal("Bearer abc", request.Authorization);
        Assert.Equal("foo; bar=1, permessage-deflate", request.Extensions);
        Assert.Equal(["a", "b", "c"], request.Subprotocols);
    }

    [Theory]
    [InlineData("/ws?x=%20y", "/ws", "x=%20y")]
    [InlineData("//ws", "//ws", "")]
    [InlineData("/ws%2f", "/ws%2f", "")]
    public void HS_37_The_path_is_neither_decoded_nor_normalised(string target, string path, string query)
    {
        var request = Accepted(RequestText.WithRequestLine($"GET {target} HTTP/1.1"));

        Assert.Equal(path, request.Path);
        Assert.Equal(query, request.Query);
    }

    [Theory]
    [InlineData("http://server.example.com/ws")]
    [InlineData("*")]
    [InlineData("/ws#f")]
    public void HS_37_A_target_that_is_no_path_is_400(string target) =>
        Refused(RequestText.WithRequestLine($"GET {target} HTTP/1.1"), UpgradeRefusal.TargetMalformed);

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("get")]
    public void HS_02_Another_method_is_405(string method) =>
        Refused(RequestText.WithRequestLine($"{method} /ws HTTP/1.1"), UpgradeRefusal.MethodNotAllowed);

    [Theory]
    [InlineData("HTTP/1.0")]
    [InlineData("HTTP/2.0")]
    [InlineData("HTTP/1.2")]
    public void HS_03_Another_HTTP_version_is_505(string version) =>
        Refused(RequestText.WithRequestLine($"GET /ws {version}"), UpgradeRefusal.HttpVersionNotSupported);

    [Theory]
    [InlineData("GET /ws HTTP/1.1", "Host: a")]
    [InlineData("GET /ws HTTP/1.1", "Host: a", "Connection: keep-alive")]
    public void HS_04_A_request_that_asks_for_no_upgrade_is_426(params string[] lines) =>
        Refused(RequestText.Bytes(lines), UpgradeRefusal.UpgradeMissing);

    [Theory]
    [InlineData()]
    [InlineData("Sec-WebSocket-Version: 12")]
    [InlineData("Sec-WebSocket-Version: 99")]
    [InlineData("Sec-WebSocket-Version: 13, 8")]
    [InlineData("Sec-WebSocket-Version: abc")]
    [InlineData("Sec-WebSocket-Version: -13")]
    [InlineData("Sec-WebSocket-Version: 013")]
    [InlineData("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8")]
    [InlineData("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 13")]
    public void HS_05_Another_WebSocket_version_is_426(params string[] lines) =>
        Refused(RequestText.Replacing("Sec-WebSocket-Version", lines), UpgradeRefusal.VersionNotSupported);

    [Fact]
    public void HS_05_White_space_around_the_version_is_passed_over() =>
        Accepted(RequestText.Replacing("Sec-WebSocket-Version", "Sec-WebSocket-Version:\t13 "));

    [Fact]
    public void HS_06_A_missing_key_is_400() =>
        Refused(RequestText.Replacing("Sec-WebSocket-Key"), UpgradeRefusal.KeyMissing);

    [Theory]
    [InlineData("")]
    [InlineData("dGhlIHNhbXBsZSBub25j")]
    [InlineData("dGhlIHNhbXBsZSBub24=")]
    [InlineData("dGhlIHNhbXBsZSBub25jZTE=")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ=")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQQ=")]
    [InlineData("!Ghl!HNhbXBsZSBub25jZQ==")]
    [InlineData("dGhlIHNhbXBs SBub25jZQ==")]
    [InlineData("dGhlIHNhb XBsZSBub25jZQ==")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ==AAAA")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ\u00E9\u00E9")]
    public void HS_06_A_key_that_is_not_16_bytes_in_Base64_is_400(string key) =>
        Refused(RequestText.Replacing("Sec-WebSocket-Key", $"Sec-WebSocket-Key: {key}"), UpgradeRefusal.KeyMalformed);

    [Fact]
    public void HS_06_Two_keys_are_400() =>
        Refused(RequestText.With($"Sec-WebSocket-Key: {RequestText.Key}"), UpgradeRefusal.KeyRepeated);

    [Fact]
    public void HS_07_A_key_with_spare_bits_set_is_kept_as_it_is()
    {
        const string Key = "dGhlIHNhbXBsZSBub25jZR==";
        var bytes = RequestText.Replacing("Sec-WebSocket-Key", $"Sec-WebSocket-Key: {Key}");

        Assert.Equal(Key, Accepted(bytes).Key);
    }

    [Theory]
    [InlineData("Upgrade: WebSocket")]
    [InlineData("UPGRADE: websocket")]
    [InlineData("Upgrade: h2c, websocket")]
    [InlineData("Upgrade: h2c", "Upgrade: websocket")]
    public void HS_08_An_upgrade_that_lists_websocket_is_read(params string[] lines) =>
        Accepted(RequestText.Replacing("Upgrade", lines));

    [Theory]
    [InlineData()]
    [InlineData("Upgrade: websocketx")]
    [InlineData("Upgrade: foo")]
    [InlineData("Upgrade: websocket/13")]
    [InlineData("Upgrade:")]
    public void HS_09_An_upgrade_to_something_else_is_400(params string[] lines) =>
        Refused(RequestText.Replacing("Upgrade", lines), UpgradeRefusal.UpgradeNotWebSocket);

    [Theory]
    [InlineData("Connection: keep-alive, Upgrade")]
    [InlineData("Connection: keep-alive", "Connection: Upgrade")]
    [InlineData("connection: upgrade")]
    public void HS_10_A_connection_that_lists_upgrade_is_read(params string[] lines) =>
        Accepted(RequestText.Replacing("Connection", lines));

    [Theory]
    [InlineData()]
    [InlineData("Connection: close")]
    [InlineData("Connection: NotUpgrade")]
    [InlineData("Connection: Upgraded")]
    public void HS_11_A_connection_that_does_not_list_upgrade_is_400(params string[] lines) =>
        Refused(RequestText.Replacing("Connection", lines), UpgradeRefusal.ConnectionNotUpgrade);

    [Fact]
    public void HS_12_A_missing_host_is_400() => Refused(RequestText.Replacing("Host"), UpgradeRefusal.HostMissing);

    [Theory]
    [InlineData("server.example.com")]
    [InlineData("evil.example")]
    public void HS_12_Two_hosts_are_400(string second) =>
        Refused(RequestText.With($"Host: {second}"), UpgradeRefusal.HostRepeated);

    [Theory]
    [InlineData("")]
    [InlineData("a,b")]
    [InlineData("user@a")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    [InlineData("a b")]
    [InlineData("a:80:80")]
    [InlineData("a:b")]
    [InlineData(":80")]
    [InlineData("[::1")]
    [InlineData("[]")]
    [InlineData("[::1]x")]
    [InlineData("\u00E9")]
    public void HS_12_A_malformed_host_is_400(string host) =>
        Refused(RequestText.Replacing("Host", $"Host: {host}"), UpgradeRefusal.HostMalformed);

    [Theory]
    [InlineData("a.example:8080")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("[2001:db8::1]:443")]
    [InlineData("localhost:")]
    public void HS_12_A_host_with_or_without_port_is_read(string host) =>
        Assert.Equal(host, Accepted(RequestText.Replacing("Host", $"Host: {host}")).Host);

    [Fact]
    public void HS_18_Two_origins_are_400() =>
        Refused(
            RequestText.With("Origin: https://good.example", "Origin: https://evil.example"),
            UpgradeRefusal.OriginRepeated);

    [Fact]
    public void Two_authorizations_are_400() =>
        Refused(
            RequestText.With("Authorization: Basic a", "Authorization: Basic b"),
            UpgradeRefusal.AuthorizationRepeated);

    [Theory]
    [InlineData("")]
    [InlineData("a,,b")]
    [InlineData("a, b,")]
    [InlineData(",a")]
    [InlineData("a, a")]
    [InlineData("a b")]
    [InlineData("\"a\"")]
    [InlineData("a, b\u00E9")]
    [InlineData("a/b")]
    public void HS_20_A_malformed_list_of_subprotocols_is_400(string list) =>
        Refused(RequestText.With($"Sec-WebSocket-Protocol: {list}"), UpgradeRefusal.SubprotocolsMalformed);

    [Theory]
    [InlineData(1000)]
    [InlineData(8000)]
    public void HS_21_A_subprotocol_with_many_spaces_inside_is_400(int spaces) =>
        Refused(
            RequestText.With($"Sec-WebSocket-Protocol: b{new string(' ', spaces)}x"),
            UpgradeRefusal.SubprotocolsMalformed);

    [Theory]
    [InlineData("constructor; __proto__=a;b=\"c\"")]
    [InlineData("foo; bar=1")]
    [InlineData("permessage-deflate; server_max_window_bits=7")]
    public void HS_22_HS_23_Extensions_that_keep_the_grammar_are_kept_as_they_are(string extensions) =>
        Assert.Equal(extensions, Accepted(RequestText.With($"Sec-WebSocket-Extensions: {extensions}")).Extensions);

    [Fact]
    public void HS_20_A_subprotocol_named_again_in_a_second_header_is_400() =>
        Refused(
            RequestText.With("Sec-WebSocket-Protocol: a", "Sec-WebSocket-Protocol: a"),
            UpgradeRefusal.SubprotocolsMalformed);

    [Theory]
    [InlineData("a", "A")]
    [InlineData("mqtt", "v12.stomp", "graphql-transport-ws")]
    public void HS_19_Subprotocols_are_read_in_the_order_of_the_client(params string[] names)
    {
        var request = Accepted(RequestText.With($"Sec-WebSocket-Protocol: {string.Join(" ,\t", names)}"));

        Assert.Equal(names, request.Subprotocols);
    }

    [Theory]
    [InlineData("Content-Length: 40")]
    [InlineData("Content-Length: +0")]
    [InlineData("Content-Length: x")]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("transfer-encoding: identity")]
    public void HS_34_A_body_that_is_announced_is_400(string line) =>
        Refused(RequestText.With(line), UpgradeRefusal.BodyAnnounced);

    [Fact]
    public void HS_34_A_body_of_no_bytes_is_none() => Accepted(RequestText.With("Content-Length: 0"));

    [Fact]
    public void HS_36_An_expectation_is_passed_over() => Accepted(RequestText.With("Expect: 100-continue"));

    // Each request breaks the rule it is named after and every later one
    [Theory]
    [InlineData("POST /ws HTTP/1.0", "Content-Length: 1", UpgradeRefusal.HostMissing)]
    [InlineData("POST /ws HTTP/1.0", "Host: a", UpgradeRefusal.MethodNotAllowed)]
    [InlineData("GET * HTTP/1.0", "Host: a", UpgradeRefusal.HttpVersionNotSupported)]
    [InlineData("GET * HTTP/1.1", "Host: a", UpgradeRefusal.TargetMalformed)]
    [InlineData("GET / HTTP/1.1", "Host: a", UpgradeRefusal.UpgradeMissing)]
    public void Of_several_broken_rules_the_first_in_order_is_named(
        string line, string header, UpgradeRefusal expected) =>
        Refused(RequestText.Bytes(line, header), expected);

    [Theory]
    [InlineData("permessage-deflate;")]
    [InlineData("permessage-deflate; a=\"b")]
    [InlineData("permessage deflate")]
    public void HS_22_Extensions_that_break_their_grammar_are_refused(string extensions) =>
        Refused(RequestText.With($"Sec-WebSocket-Extensions: {extensions}"), UpgradeRefusal.ExtensionsMalformed);

    private static UpgradeRequest Accepted(byte[] bytes)
    {
        Assert.Equal(UpgradeRefusal.None, Read(bytes, out var request));
        return Assert.IsType<UpgradeRequest>(request);
    }

    private static void Refused(byte[] bytes, UpgradeRefusal expected)
    {
        Assert.Equal(expected, Read(bytes, out var request));
        Assert.Null(request);
    }

    private static UpgradeRefusal Read(byte[] bytes, out UpgradeRequest? request)
    {
        Assert.True(RequestHead.TryParse(bytes, out var head, out _));
        _ = UpgradeRequestReader.TryRead(head, out request, out var refusal);
        return refusal;
    }
}
