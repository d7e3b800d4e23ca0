using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using static WsBroker.Conformance.Tests.Rfc9112.RequestBytes;

namespace WsBroker.Conformance.Tests.Rfc9112.Http11Probe;

/// <summary>The cases of the public suite Http11Probe, by their ids; the README beside this tells how they are carried over.</summary>
/// <remarks>Behind each goes a request that asks for something else, and gets its own answer or none.</remarks>
public sealed class Http11ProbeTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private static readonly ProbeCase[] _all = [.. SmugglingProbes.All, .. ComplianceProbes.All, .. MalformedProbes.All];

    public static TheoryData<string> MustIds => [.. Ids(ProbeLevel.Must)];

    public static TheoryData<string> ShouldIds => [.. Ids(ProbeLevel.Should)];

    [Theory]
    [MemberData(nameof(MustIds))]
    public Task HP_29_What_a_server_must_do_it_does(string id) => ProbeAsync(id);

    [Theory]
    [MemberData(nameof(ShouldIds))]
    public Task HP_29_What_a_server_should_do_it_does(string id) => ProbeAsync(id);

    [Theory]
    [InlineData("CAP-ETAG-304", "If-None-Match: {etag}", 304)]
    [InlineData("CAP-ETAG-IN-304", "If-None-Match: {etag}", 304)]
    [InlineData("CAP-LAST-MODIFIED-304", "If-Modified-Since: {modified}", 304)]
    [InlineData("CAP-INM-PRECEDENCE", "If-None-Match: {etag}\r\nIf-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT", 304)]
    [InlineData("CAP-INM-WILDCARD", "If-None-Match: *", 304)]
    [InlineData("CAP-IMS-FUTURE", "If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT", 200)]
    [InlineData("CAP-IMS-INVALID", "If-Modified-Since: not-a-date", 200)]
    [InlineData("CAP-INM-UNQUOTED", "If-None-Match: {bare}", 200)]
    [InlineData("CAP-ETAG-WEAK", "If-None-Match: W/{etag}", 304)]
    public async Task HP_29_A_page_is_sent_again_only_if_it_has_changed(string id, string condition, int status)
    {
        using var wire = await HttpWire.ConnectAsync(broker.Address);
        await wire.WriteAsync(Get("GET / HTTP/1.1"));
        var page = await wire.ReadAsync();
        var etag = page["ETag"]!;
        var asked = condition
            .Replace("{etag}", etag, StringComparison.Ordinal)
            .Replace("{bare}", etag.Trim('"'), StringComparison.Ordinal)
            .Replace("{modified}", page["Last-Modified"], StringComparison.Ordinal);

        await wire.WriteAsync(Get("GET / HTTP/1.1", $"Host: broker.example\r\n{asked}\r\n") + LastProbe);

        var answers = await wire.ReadAllAsync();
        Assert.True(status == answers[0].Status, $"{id}: {answers[0].Status}");
        Assert.True(status != 304 || etag.Equals(answers[0]["ETag"], StringComparison.Ordinal), $"{id}: no ETag");
        Assert.Equal(Alive, answers[1].Body);
    }

    private static IEnumerable<string> Ids(ProbeLevel level) => _all.Where(one => one.Level == level).Select(one => one.Id);

    private async Task ProbeAsync(string id)
    {
        var probe = _all.Single(one => one.Id.Equals(id, StringComparison.Ordinal));
        using var wire = await HttpWire.ConnectAsync(broker.Address);
        await wire.TryWriteAsync(probe.IsUnfinished ? probe.Request : probe.Request + LastProbe);
        if (probe.IsUnfinished)
        {
            wire.EndSending();
        }

        var answers = await wire.ReadAllAsync(probe.Request.StartsWith("HEAD ", StringComparison.Ordinal));

        Assert.Contains(answers is [] ? 0 : answers[0].Status, probe.Statuses);
        Assert.InRange(answers.Count, probe.GoesOn ? 2 : 0, probe.Ends ? 1 : 2);
        Assert.All(answers.Skip(1), AssertOwnAnswer);
        Assert.True(probe.Header is null || answers[0][probe.Header] is not null, $"no {probe.Header}");
        Assert.True(answers is not [{ Status: 204 }, ..] || answers[0]["Content-Length"] is null, "a length in a 204");
    }

    // To the request behind the probe, or a refusal of what the probe left over
    private static void AssertOwnAnswer(HttpAnswer answer) =>
        Assert.True(answer is { Status: 200, Body: Alive } or { Status: 400 or 501 }, $"{answer.Status} {answer.Body}");
}
