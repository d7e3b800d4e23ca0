using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using WsBroker.EndToEnd.Tests.Clients;
using WsBroker.TestKit;

namespace WsBroker.EndToEnd.Tests;

/// <summary>Issuers whose keys cannot be fetched, each for another reason: what is known goes on, and what is new has to wait.</summary>
public sealed class IssuerOutageTests : IAsyncLifetime, IDisposable
{
    private static readonly (string Name, Func<HttpContext, Task> Failure)[] _failures =
    [
        ("error", static context => Answer(context, 500, "oops")),
        ("page", static context => Answer(context, 404, "<html>not here</html>")),
        ("empty", static context => Answer(context, 200, """{"keys":[]}""")),
        ("redirect", static context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        }),
        ("hang", static context => new TaskCompletionSource().Task.WaitAsync(context.RequestAborted)),
        ("long", static context => Answer(context, 200, new string(' ', 10 * 1024 * 1024))),
    ];

    // A fetch that hangs takes five seconds, and three later there is another
    private static readonly TimeSpan _slowestRecovery = TimeSpan.FromSeconds(10);

    private readonly List<PublishingIssuer> _issuers = [.. _failures.Select(static one => new PublishingIssuer(one.Name))];
    private readonly PublishingIssuer _unreachable = new("without-tls");
    private WebApplication? _web;

    public async Task InitializeAsync()
    {
        _web = WebApplication.CreateSlimBuilder().Build();
        _web.Urls.Add("http://127.0.0.1:0");
        _issuers.ForEach(issuer => issuer.Map(_web));
        await _web.StartAsync();
    }

    public Task DisposeAsync() => _web!.DisposeAsync().AsTask();

    public void Dispose()
    {
        _issuers.ForEach(static issuer => issuer.Dispose());
        _unreachable.Dispose();
    }

    [Fact]
    public async Task AU_04_AU_20_ND_13_Whatever_issuers_answer_known_keys_stay_new_ones_wait_and_it_is_over_when_it_is_over()
    {
        await using var server = await StartAsync();
        using var witness = await WebSocketPeer.RawAsync(server.Ws, "t", $"?echo=true&token={_issuers[0].Token()}");
        foreach (var (issuer, (_, failure)) in _issuers.Zip(_failures))
        {
            Assert.Equal(101, await StatusAsync(server, issuer.Token()));
            (issuer.Failure, issuer.HasRotated) = (failure, true);
        }

        await UntilFailedAsync(server, _failures.Length);

        foreach (var issuer in _issuers)
        {
            Assert.Equal((issuer.Name, 101), (issuer.Name, await StatusAsync(server, issuer.Token())));
            Assert.Equal((issuer.Name, 503), (issuer.Name, await StatusAsync(server, issuer.Token(isRotated: true))));
        }

        Assert.Equal(503, await StatusAsync(server, _unreachable.Token()));
        await witness.SendAsync("still here");
        Assert.Equal("still here", await witness.ReceiveTextAsync());

        var since = Stopwatch.GetTimestamp();
        _issuers.ForEach(static issuer => issuer.Failure = null);
        foreach (var issuer in _issuers)
        {
            while (await StatusAsync(server, issuer.Token(isRotated: true)) is not 101)
            {
                Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, _slowestRecovery);
            }
        }
    }

    private static Task Answer(HttpContext context, int status, string content)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(content);
    }

    private Task<ServerProcess> StartAsync()
    {
        var address = new Uri(_web!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        string[] settings =
        [
            "auth:required=true", "auth:audience=wsbroker", "auth:jwksInterval=00:00:10",
            $"auth:issuer={_issuers[0].Name}", $"auth:jwks={new Uri(address, _issuers[0].Name)}",
            .. _issuers[1..].SelectMany((issuer, at) => Further(at, issuer, new Uri(address, issuer.Name))),
            .. Further(_issuers.Count - 1, _unreachable, new UriBuilder(address) { Scheme = "https" }.Uri),
        ];
        return ServerProcess.StartAsync([.. settings.SelectMany(static setting => (string[])["--set", setting])]);
    }

    private static string[] Further(int at, PublishingIssuer issuer, Uri address) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"auth:issuers:{at}:issuer={issuer.Name}"),
        string.Create(CultureInfo.InvariantCulture, $"auth:issuers:{at}:jwks={address}"),
        string.Create(CultureInfo.InvariantCulture, $"auth:issuers:{at}:audience=wsbroker"),
    ];

    private static async Task<int> StatusAsync(ServerProcess server, string token)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        using var late = new CancellationTokenSource(WebSocketPeer.Patience);
        _ = await Record.ExceptionAsync(() => socket.ConnectAsync(new Uri(server.Ws, "topics/t"), late.Token));
        return (int)socket.HttpStatusCode;
    }

    /// <summary>Waits until so many more fetches have failed; the one that cannot be reached fails all the time.</summary>
    private static async Task UntilFailedAsync(ServerProcess server, int fetches)
    {
        const string Counter = "wsbroker_keys_fetches_total{outcome=\"failed\"} ";
        using var http = new HttpClient { BaseAddress = server.Http };
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        long failed;
        do
        {
            var page = await http.GetStringAsync(new Uri("metrics", UriKind.Relative), late.Token);
            failed = page.Split('\n').Where(static line => line.StartsWith(Counter, StringComparison.Ordinal)).Select(static line => long.Parse(line[Counter.Length..], provider: null)).Sum();
        }
        while (failed < fetches + 2);
    }
}
