using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>Files of a running server that are made wrong while it is used: it goes on with what it had, and says so.</summary>
public sealed class BadReloadTests : IDisposable
{
    private readonly TestCertificate _certificate = new();
    private readonly TestCertificate _next = new();
    private readonly CancellationTokenSource _stop = new();
    private int _served;

    private string Configuration => Path.Combine(_certificate.Folder, "wsbroker.json");

    [Fact]
    public async Task ND_13_Bad_certificates_and_keys_change_nothing_for_those_who_use_it_and_are_told()
    {
        await File.WriteAllTextAsync(Configuration, Keys("first"));
        await using var server = await ServerProcess.StartAsync("--listen", "https://127.0.0.1:0", "--certificate", _certificate.PemFile, "--config", Configuration);
        var load = Enumerable.Range(0, 4).Select(_ => UseAsync(server)).ToList();
        var good = await File.ReadAllTextAsync(_certificate.PemFile);

        // Cut in the middle, and of another kind
        await WriteAsync(good[..(good.Length / 2)], Keys("first")[..20]);
        await ToldAsync(server, "cannot be used", times: 1);
        await ToldAsync(server, "The API keys stay as they are", times: 1);
        await WriteAsync("{}", """{"apiKeys":[{"name":"nobody"}],"nonsense":1}""");
        await ToldAsync(server, "cannot be used", times: 2);
        await ToldAsync(server, "The API keys stay as they are", times: 2);
        var served = Volatile.Read(ref _served);
        await UntilAsync(() => Task.FromResult(Volatile.Read(ref _served) > served + 20));
        await _stop.CancelAsync();
        await Task.WhenAll(load);

        await WriteAsync(await File.ReadAllTextAsync(_next.PemFile), Keys("second"));
        await UntilAsync(async () => await StatusAsync(server, "second") is HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "first"));
        await UntilAsync(async () => await Record.ExceptionAsync(() => TalkAsync(server, _next)) is null);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _certificate.Dispose();
        _next.Dispose();
    }

    /// <summary>Connects by TLS, talks, and asks the API, again and again; fails at the first that fails.</summary>
    private async Task UseAsync(ServerProcess server)
    {
        while (!_stop.IsCancellationRequested)
        {
            await TalkAsync(server, _certificate);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "first"));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "second"));
            Interlocked.Increment(ref _served);
        }
    }

    private static async Task TalkAsync(ServerProcess server, TestCertificate certificate)
    {
        using var peer = await WebSocketPeer.SecureAsync(certificate, server.Wss, "topics/t?echo=true&mode=sub");
        await peer.CloseAsync();
    }

    private static async Task<HttpStatusCode> StatusAsync(ServerProcess server, string key)
    {
        using var http = new HttpClient { BaseAddress = server.Http, Timeout = WebSocketPeer.Patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.GetAsync(new Uri("api/topics", UriKind.Relative));
        return answer.StatusCode;
    }

    private static string Keys(string key) =>
        $$"""{"apiKeys":[{"name":"back end","sha256":"{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}}"}]}""";

    private async Task WriteAsync(string certificate, string configuration)
    {
        await File.WriteAllTextAsync(_certificate.PemFile, certificate);
        await File.WriteAllTextAsync(Configuration, configuration);
    }

    private static Task ToldAsync(ServerProcess server, string what, int times) =>
        UntilAsync(() => Task.FromResult(server.Output.Split(what).Length > times));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        while (!await isSo())
        {
            await look.WaitForNextTickAsync(late.Token);
        }
    }
}
