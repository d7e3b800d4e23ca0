using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;

namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>FR-29: the cases of the public Autobahn suite, sections 9 and 10, with its numbers.</summary>
public sealed class LargeMessageTests(SuiteFixture broker) : IClassFixture<SuiteFixture>
{
    public static TheoryData<string> Rows => [.. LargeMessage.All.Select(static one => one.Id)];

    [Fact]
    public void FR_29_The_list_is_as_long_as_that_of_the_suite() => Assert.Equal(54 + 1, LargeMessage.All.Count());

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task FR_29_A_case_of_the_suite_is_OK(string id)
    {
        var one = LargeMessage.All.Single(candidate => string.Equals(candidate.Id, id, StringComparison.Ordinal));
        byte[][] writes = [.. one.Writes];
        using var client = await StrictClient.OpenAsync(broker.Process.Http, "/echo");

        for (var number = 0; number < one.Count; number++)
        {
            foreach (var piece in writes)
            {
                await client.WriteAsync(piece);
            }

            await client.ExpectAsync(one.Message);
        }

        await client.WriteAsync(ClientFrame.Close(1000));
        await client.ExpectCloseAndEndAsync([1000]);
    }

    [Fact]
    public async Task FR_15_The_largest_message_in_the_smallest_fragments_takes_linear_time()
    {
        var message = new LargeMessage("as large as it gets", IsBinary: false, SuiteFixture.MaxMessageBytes) { FragmentLength = 64 };
        byte[] bytes = [.. message.Writes.SelectMany(static piece => piece)];
        using var client = await StrictClient.OpenAsync(broker.Process.Http, "/echo");
        var vitals = new ProcessVitals(broker.Process);
        var before = vitals.ProcessorTime;

        await client.WriteAsync(bytes);
        await client.ExpectAsync(message.Message);

        // 262,144 frames take some 60 ms; were all of the message looked at with each frame, it would be an hour
        Assert.InRange(vitals.ProcessorTime - before, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }
}
