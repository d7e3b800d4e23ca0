using WsBroker.Conformance.Tests.Rfc9112;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;
using static WsBroker.Conformance.Tests.Rfc9112.RequestBytes;

namespace WsBroker.Conformance.Tests.Proxies;

/// <summary>Requests that a proxy and the broker could end in two places, while both serve others on the same connections.</summary>
public sealed class SmugglingTests
{
    [Theory]
    [InlineData(ProxyKind.Nginx)]
    [InlineData(ProxyKind.Haproxy)]
    public async Task RP_03_No_request_is_smuggled_past_a_proxy_and_no_answer_reaches_another_client(ProxyKind kind)
    {
        await using var server = await Settings.StartAsync();
        await using var tap = new AnswerTap(server.Http);
        await using var proxy = await ReverseProxy.StartAsync(kind, tap.Address, new ProxySettings { MaxSilence = TimeSpan.FromSeconds(2) });
        await using var witness = await WitnessGroup.StartAsync(server);

        foreach (var attack in HttpCases.All)
        {
            await AttackAsync(proxy, attack);
        }

        await Eventually.IsAsync(
            () => tap.Answers == Answered(proxy),
            () => $"the broker gave {tap.Answers} answers, the proxy took {Answered(proxy)}");
        await witness.AssertWellAsync();
    }

    private static int Answered(ReverseProxy proxy) => proxy.Requests.Count(request => request.WasAnswered);

    // What the attacker is answered is between it and the proxy, which may well take a body for a request of its own
    private static async Task AttackAsync(ReverseProxy proxy, HttpCase attack)
    {
        using var attacker = await HttpWire.ConnectAsync(proxy.Address);
        await attacker.TryWriteAsync(attack.Request + LastProbe);
        await attacker.ReadAllAsync(attack.IsHead);

        using var victim = await HttpWire.ConnectAsync(proxy.Address);
        await victim.WriteAsync(LastProbe);
        var answers = await victim.ReadAllAsync();
        Assert.True(
            answers is [{ Status: 200, Body: Alive }],
            $"after {attack} another client was answered {string.Join(", ", answers.Select(answer => answer.Status))}");
    }
}
