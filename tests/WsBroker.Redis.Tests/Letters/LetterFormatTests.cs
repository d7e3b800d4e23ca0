using System.Text;
using WsBroker.Broker.Access;
using WsBroker.Broker.Cluster;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Redis.Letters;
using WsBroker.TestKit;

namespace WsBroker.Redis.Tests.Letters;

public sealed class LetterFormatTests
{
    private static readonly NodeId _one = new(0x1234);
    private static readonly NodeId _two = new(ulong.MaxValue);

    public static TheoryData<int> Questions => [.. Enumerable.Range(0, AllQuestions.Count)];

    private static IReadOnlyList<NodeQuestion> AllQuestions =>
    [
        new ConnectionQuestion.Describe(User: null, Client: null, Tenant: null),
        new ConnectionQuestion.Describe("u1", "00000000000000ff", "tenant7/"),
        new ConnectionQuestion.Disconnect("müller\r\n\"{}*", Client: null, Tenant: ""),
        new ConnectionQuestion.Unsubscribe(User: null, "00000000000000ff", Tenant: null, Filter("a/+/#")),
        new NodeQuestion.ListTopics(Filter("#")),
        new NodeQuestion.ForgetTopic(Sample.Topic("a*?[b]{c}\"'\\")),
        new NodeQuestion.Revoke(new Revocation.OfToken("jti", "tenant7/")),
        new NodeQuestion.Revoke(new Revocation.OfUser(User("u/1", "tenant7/"), DateTimeOffset.FromUnixTimeSeconds(1_800_000_000))),
        new NodeQuestion.HandOver(new SessionId(1, 2), "u1"),
        new NodeQuestion.HandOver(new SessionId(1, 2), User: null),
        new NodeQuestion.Drain(_two),
    ];

    [Theory]
    [MemberData(nameof(Questions))]
    public void A_question_is_read_as_it_was_written(int at)
    {
        var letter = new NodeLetter.Question(_one, 7, AllQuestions[at]);

        // Filters are equal by what they match, and have no order of their own to compare
        Assert.Equivalent(letter, LetterFormat.Read(LetterFormat.Write(letter), out var problem), strict: true);
        Assert.Equal(LetterProblem.None, problem);
    }

    [Fact]
    public void A_greeting_is_read_as_it_was_written()
    {
        var letter = new NodeLetter.Greeting(new NodeDescription(_one, "node", "1.2", DateTimeOffset.FromUnixTimeSeconds(1_800_000_000), ["127.0.0.1:1"]));

        Assert.Equivalent(letter, LetterFormat.Read(LetterFormat.Write(letter), out _), strict: true);
    }

    [Fact]
    public void An_answer_is_read_as_it_was_written()
    {
        var client = new Participant(new ClientId(255), "u1") { Name = "n" };
        NodeAnswer[] answers =
        [
            new NodeAnswer.Connections(3, [new ConnectionDescription(client, [Filter("a"), Filter("b/#")]) { Tenant = "t7/" }]),
            new NodeAnswer.Topics([new TopicDescription(Sample.Topic("t"), 1, 2, new TopicPosition("e", 3))]),
            new NodeAnswer.Done(4),
            new NodeAnswer.TooManyRevocations(),
            new NodeAnswer.Unavailable(),
            new NodeAnswer.Session(Subscriptions: null),
            new NodeAnswer.Session([]),
            new NodeAnswer.Session(
            [
                new Command.Subscribe(default, Filter("a"), new StartAt.After(new TopicPosition("e", 7)), Echo: false) { WantsPresence = true },
                new Command.Subscribe(default, Filter("b/+"), StartAt.Now.Instance, Echo: true),
            ]),
        ];

        foreach (var answer in answers)
        {
            var letter = new NodeLetter.Answer(_one, _two, 7, 2, answer) { IsCut = true };
            Assert.Equivalent(letter, LetterFormat.Read(LetterFormat.Write(letter), out _), strict: true);
        }
    }

    [Fact]
    public void ND_12_Members_that_a_newer_node_adds_are_passed_over()
    {
        const string Json = """{"v":1,"kind":"done","from":"0000000000001234","to":"ffffffffffffffff","number":7,"parts":1,"count":2,"later":{"a":[1]},"$type":"System.Object"}""";

        Assert.Equal(new NodeLetter.Answer(_one, _two, 7, 1, new NodeAnswer.Done(2)), LetterFormat.Read(Json, out _));
    }

    [Theory]
    [InlineData("", nameof(LetterProblem.Malformed))]
    [InlineData("null", nameof(LetterProblem.Malformed))]
    [InlineData("not JSON", nameof(LetterProblem.Malformed))]
    [InlineData("[]", nameof(LetterProblem.Malformed))]
    [InlineData("{}", nameof(LetterProblem.OtherVersion))]
    [InlineData("""{"v":2,"kind":"done","from":"0000000000001234"}""", nameof(LetterProblem.OtherVersion))]
    [InlineData("""{"v":1,"kind":"System.Diagnostics.Process","from":"0000000000001234"}""", nameof(LetterProblem.UnknownKind))]
    [InlineData("""{"v":1,"kind":"done","from":"me","to":"ffffffffffffffff","parts":1}""", nameof(LetterProblem.InvalidMember))]
    [InlineData("""{"v":1,"kind":"done","from":"0000000000001234","parts":1}""", nameof(LetterProblem.InvalidMember))]
    [InlineData("""{"v":1,"kind":"done","from":"0000000000001234","to":"ffffffffffffffff","parts":2000000000}""", nameof(LetterProblem.InvalidMember))]
    [InlineData("""{"v":1,"kind":"disconnect","from":"0000000000001234"}""", nameof(LetterProblem.InvalidMember))]
    [InlineData("""{"v":1,"kind":"listTopics","from":"0000000000001234","filter":"a/#/b"}""", nameof(LetterProblem.InvalidMember))]
    [InlineData("""{"v":1,"kind":"forgetTopic","from":"0000000000001234","filter":"#"}""", nameof(LetterProblem.InvalidMember))]
    [InlineData("""{"v":1,"kind":"revoke","from":"0000000000001234","user":"u","before":9223372036854775807}""", nameof(LetterProblem.InvalidMember))]
    [InlineData("""{"v":1,"kind":"handOver","from":"0000000000001234","session":"0"}""", nameof(LetterProblem.InvalidMember))]
    [InlineData("""{"v":1,"kind":"drain","from":"0000000000001234"}""", nameof(LetterProblem.InvalidMember))]
    [InlineData("""{"v":1,"kind":"topics","from":"0000000000001234","to":"ffffffffffffffff","parts":1,"topics":[null]}""", nameof(LetterProblem.InvalidMember))]
    [InlineData("""{"v":1,"kind":"connections","from":"0000000000001234","to":"ffffffffffffffff","parts":1,"connections":[{"client":null}]}""", nameof(LetterProblem.InvalidMember))]
    [InlineData("""{"v":1,"kind":"greeting","from":"0000000000001234"}""", nameof(LetterProblem.InvalidMember))]
    [InlineData("""{"v":1,"kind":"greeting","from":"0000000000001234","node":{"v":1,"id":"ffffffffffffffff"}}""", nameof(LetterProblem.InvalidMember))]
    [InlineData("""{"v":1,"kind":"session","from":"0000000000001234","to":"ffffffffffffffff","parts":1,"subscriptions":[{}]}""", nameof(LetterProblem.InvalidMember))]
    public void AZ_13_What_no_node_writes_is_passed_over_and_its_problem_is_named(string json, string problem)
    {
        Assert.Null(LetterFormat.Read(json, out var found));
        Assert.Equal(problem, found.ToString());
    }

    [Fact]
    public void AZ_13_What_is_too_long_or_too_deep_is_not_even_parsed()
    {
        Assert.Null(LetterFormat.Read(new byte[10 * 1024 * 1024], out var tooLong));
        Assert.Null(LetterFormat.Read($"{{\"later\":{new string('[', 10_000)}", out var tooDeep));

        Assert.Equal((LetterProblem.TooLong, LetterProblem.Malformed), (tooLong, tooDeep));
    }

    [Fact]
    public void AZ_13_A_letter_of_which_bytes_were_changed_is_read_or_passed_over_and_nothing_else()
    {
        var random = new SeededNumbers(seed: 1);
        var letter = LetterFormat.Write(new NodeLetter.Question(_one, 7, AllQuestions[3]));
        for (var run = 0; run < 20_000; run++)
        {
            var changed = letter.ToArray();
            changed[random.Next() % (ulong)changed.Length] = (byte)random.Next();
            Array.Resize(ref changed, changed.Length - (int)(random.Next() % 3));
            _ = LetterFormat.Read(changed, out _);
        }
    }

    [Fact]
    public void The_secret_of_a_session_is_not_in_what_a_letter_says_of_itself() =>
        Assert.DoesNotContain(new SessionId(1, 2).Reveal(), AllQuestions[8].ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_session_of_one_user_does_not_begin_as_that_of_another()
    {
        string?[] users = [null, "", "-", "u", "u1", "1:u", "2:u1\n", "u1\n"];
        var beginnings = users.Select(static user => Encoding.UTF8.GetString(SessionFormat.Begin(user))).ToList();

        foreach (var (at, beginning) in beginnings.Index())
        {
            Assert.Equal([at], beginnings.Index().Where(other => other.Item.StartsWith(beginning, StringComparison.Ordinal)).Select(static other => other.Index));
        }
    }

    private static TopicFilter Filter(string text) =>
        TopicFilter.TryParse(text, out var filter, out var problem) ? filter : throw new ArgumentException(problem.ToString(), nameof(text));

    private static UserId User(string text, string tenant) => UserId.TryParse(text, tenant, out var user) ? user : throw new ArgumentException("no user", nameof(text));
}
