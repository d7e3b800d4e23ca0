using WsBroker.Conformance.Tests.Clients;

namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>
/// FR-29, FR-02: the cases of the public Autobahn suite, sections 1 to 7, with its numbers, each in one write a frame and in one
/// write a byte. Where the suite tolerates more, what is expected here is what it calls OK.
/// </summary>
public sealed class SuiteTests(SuiteFixture broker) : IClassFixture<SuiteFixture>
{
    private static readonly Dictionary<string, AutobahnCase> _cases = Cases().ToDictionary(static one => one.Id, StringComparer.Ordinal);

    public static TheoryData<string, Writing> Rows
    {
        get
        {
            var rows = new TheoryData<string, Writing>();
            foreach (var id in _cases.Keys)
            {
                rows.Add(id, Writing.FrameByFrame);
                rows.Add(id, Writing.ByteByByte);
                rows.Add(id, Writing.Coalesced);
            }

            return rows;
        }
    }

    [Fact]
    public void FR_29_The_list_is_as_long_as_that_of_the_suite()
    {
        // Of 1 to 5, of 6 without and with its sequences, of 7
        Assert.Equal(16 + 11 + 7 + 10 + 20, Sections1To4.All.Count() + Section5.All.Count());
        Assert.Equal(13 + 132, Section6.All.Count());
        Assert.Equal(37, Section7.All.Count());
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task FR_29_A_case_of_the_suite_is_OK(string id, Writing writing)
    {
        var one = _cases[id];
        using var client = await StrictClient.OpenAsync(broker.Process.Http, "/echo");

        foreach (var exchange in one.Exchanges)
        {
            await WriteAsync(client, exchange, writing);
            foreach (var answer in exchange.Answers)
            {
                await client.ExpectFrameAsync(answer);
            }
        }

        if (one.ClosesWith is [])
        {
            await client.WriteAsync(ClientFrame.Close(1000));
        }

        await client.ExpectCloseAndEndAsync(one.ClosesWith is [] ? [1000] : one.ClosesWith);
    }

    private static async Task WriteAsync(StrictClient client, Exchange exchange, Writing writing)
    {
        switch (writing)
        {
            case Writing.ByteByByte:
                await client.WriteAsync(exchange.Pieces.SelectMany(static piece => piece).ToArray(), writeSize: 1);
                break;
            case Writing.Coalesced:
                await client.WriteAsync(exchange.Pieces.SelectMany(static piece => piece).ToArray());
                break;
            case Writing.FrameByFrame:
            default:
                foreach (var piece in exchange.Pieces)
                {
                    await client.WriteAsync(piece);
                }

                break;
        }
    }

    private static IEnumerable<AutobahnCase> Cases() => [.. Sections1To4.All, .. Section5.All, .. Section6.All, .. Section7.All];
}
