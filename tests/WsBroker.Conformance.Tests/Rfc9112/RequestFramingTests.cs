using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;
using WsBroker.Conformance.Tests.Witnesses;
using static WsBroker.Conformance.Tests.Rfc9112.RequestBytes;

namespace WsBroker.Conformance.Tests.Rfc9112;

/// <summary>Every request has one end, and what lies behind it is a request of its own or nothing.</summary>
/// <remarks>
/// Behind each case goes a request that asks for something else. It gets its own answer or none: an answer to bytes of the
/// case would be an answer that belongs to somebody else when a proxy shares the connection.
/// </remarks>
public sealed class RequestFramingTests(SecureBrokerFixture broker) : IClassFixture<SecureBrokerFixture>
{
    /// <summary>The cases of a row, each through all doors.</summary>
    public static TheoryData<string, Doorway> Row(string row)
    {
        var data = new TheoryData<string, Doorway>();
        foreach (var one in HttpCases.All.Where(one => one.Row.Equals(row, StringComparison.Ordinal)))
        {
            foreach (var doorway in Enum.GetValues<Doorway>())
            {
                data.Add(one.ToString(), doorway);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Row), "HP-03")]
    public Task HP_03_A_body_announced_in_two_ways_is_refused(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HP-04")]
    public Task HP_04_A_length_told_twice_is_refused(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HP-05")]
    public Task HP_05_A_length_that_is_no_number_is_refused(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HP-06")]
    public Task HP_06_A_length_with_zeros_or_space_before_it_is_a_decimal(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HP-07")]
    public Task HP_07_Any_coding_but_chunked_is_refused(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HP-08")]
    public Task HP_08_Chunks_in_HTTP_1_0_are_refused(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HP-09")]
    public Task HP_09_White_space_about_a_name_is_refused(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HP-10")]
    public Task HP_10_A_chunk_size_that_is_no_number_is_refused(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HP-11")]
    public Task HP_11_Chunk_extensions_are_well_formed_and_short_or_refused(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HP-12")]
    public Task HP_12_A_chunk_ends_where_its_size_says_or_is_refused(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HP-13")]
    public Task HP_13_Trailers_change_nothing_and_are_few(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HP-14")]
    public Task HP_14_Lines_end_in_CR_LF_and_nothing_else(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HP-15")]
    public Task HP_15_A_header_that_is_malformed_is_refused(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HP-16")]
    public Task HP_16_A_request_line_that_is_malformed_is_refused(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HP-17")]
    public Task HP_17_One_empty_line_before_a_request_is_borne(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HP-18")]
    public Task HP_18_Targets_and_methods_for_proxies_are_refused(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HP-19")]
    public Task HP_19_A_body_that_nobody_reads_is_no_request(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HS-34")]
    public Task HS_34_The_body_of_an_upgrade_is_never_read_as_a_request(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Theory]
    [MemberData(nameof(Row), "HS-35")]
    public Task HS_35_What_follows_a_refused_upgrade_is_never_answered(string title, Doorway doorway) => AnsweredAsync(title, doorway);

    [Fact]
    public async Task Witnesses_notice_nothing_of_all_these_requests()
    {
        await using var witness = await WitnessGroup.StartAsync(broker.Process);

        foreach (var one in HttpCases.All)
        {
            await AnsweredAsync(one.ToString(), Doorway.First);
        }

        await witness.AssertWellAsync();
    }

    private async Task AnsweredAsync(string title, Doorway doorway)
    {
        var one = HttpCases.Find(title);
        using var wire = await HttpWire.ConnectAsync(doorway is Doorway.First or Doorway.Later ? broker.Plain : broker.Secure);
        if (doorway is Doorway.Later or Doorway.TlsLater)
        {
            await wire.WriteAsync(Probe);
            Assert.Equal(Alive, (await wire.ReadAsync()).Body);
        }

        await wire.TryWriteAsync(one.Request + LastProbe);

        var answers = await wire.ReadAllAsync(one.IsHead);
        Assert.NotEmpty(answers);
        Assert.Contains(answers[0].Status, one.Statuses);
        Assert.All(answers.Skip(1), AssertIsOfTheProbe);
        Assert.Equal(one.Fate is Fate.Ends ? 1 : 2, answers.Count);
        Assert.True(one.Fate is not Fate.Ends || answers[0].Lists("Connection", "close"), "not told that the connection ends");
    }

    private static void AssertIsOfTheProbe(HttpAnswer answer) => Assert.Equal((200, Alive), (answer.Status, answer.Body));
}
