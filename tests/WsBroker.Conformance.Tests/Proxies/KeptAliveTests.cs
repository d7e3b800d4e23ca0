using System.Net;
using System.Text;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Rfc9112;
using WsBroker.Conformance.Tests.Servers;

namespace WsBroker.Conformance.Tests.Proxies;

/// <summary>Connections that a proxy keeps to the broker between requests.</summary>
public sealed class KeptAliveTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const int Publications = 10_000;
    private const int Clients = 8;

    [Theory]
    [InlineData(ProxyKind.Nginx)]
    [InlineData(ProxyKind.Haproxy)]
    public async Task RP_09_HP_26_Ten_thousand_publications_meet_no_connection_that_is_just_being_closed(ProxyKind kind)
    {
        await using var proxy = await ReverseProxy.StartAsync(kind, broker.Address);
        using var http = new HttpClient { BaseAddress = proxy.Address, Timeout = StrictClient.Patience };

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => PublishAsync(http)));
    }

    private static async Task PublishAsync(HttpClient http)
    {
        for (var i = 0; i < Publications / Clients; i++)
        {
            using var content = new StringContent(RequestBytes.Body, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri("api/publish", UriKind.Relative), content);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }
}
