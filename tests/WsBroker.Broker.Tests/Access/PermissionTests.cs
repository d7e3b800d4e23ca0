using WsBroker.Broker.Access;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Tests.Topics;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Access;

public sealed class PermissionTests
{
    private static readonly Participant _user = Sample.User("me");

    [Theory]
    [InlineData(AccessLevel.Anyone, true, true, true)]
    [InlineData(AccessLevel.Authenticated, false, true, true)]
    [InlineData(AccessLevel.Token, false, false, true)]
    [InlineData(AccessLevel.Server, false, false, false)]
    public void A_level_admits_whom_it_names_and_the_server_always(AccessLevel level, bool anonymous, bool user, bool named)
    {
        var settings = new TopicSettings { Publish = level, Subscribe = level };
        var topic = Sample.Topic("a/b");

        Assert.Equal([anonymous, user, named, true], Admitted(client => settings.AdmitsPublish(client, topic)));
        Assert.Equal([anonymous, user, named, true], Admitted(client => settings.AdmitsSubscribe(client, topic)));

        static bool[] Admitted(Predicate<Participant> admits) =>
            [.. new[] { Sample.Client, _user, Sample.User("me", "a/+"), Participant.Server }.Select(client => admits(client))];
    }

    [Theory]
    [InlineData("a/#", AccessLevel.Server, "a/+", false)]
    [InlineData("#", AccessLevel.Authenticated, "a/+", true)]
    [InlineData("a/#", AccessLevel.Token, "a/+", false)]
    [InlineData("a/#", AccessLevel.Token, "b/+", true)]
    [InlineData("a/b", AccessLevel.Server, "a/+", true)]
    [InlineData("+/b", AccessLevel.Server, "a/+", true)]
    [InlineData("a/+/c", AccessLevel.Server, "a/+", true)]
    public void A_wildcard_is_refused_only_where_no_topic_could_admit_it(string match, AccessLevel level, string filter, bool mayAdmit) =>
        Assert.Equal(mayAdmit, new TopicRules(new TopicRule(Sample.Filter(match)) { Subscribe = level }).MayAdmit(_user, Sample.Filter(filter)));

    [Fact]
    public void Who_may_not_publish_is_refused_and_has_the_credit_back_and_nothing_is_published()
    {
        using var topic = new TopicRun(Sample.Options(new TopicSettings { Publish = AccessLevel.Server }));

        topic.Publish("a", client: _user);
        topic.Publish("b", client: Participant.Server);

        Assert.Equal(ErrorCode.NotAllowed, Assert.Single(topic.Publisher.Of<SessionEvent.Refused>()).Code);
        Assert.Equal(2, topic.Publisher.Of<SessionEvent.CreditReturned>().Sum(static credit => credit.Commands));
        Assert.Equal([1], topic.History());
    }

    [Fact]
    public void AZ_02_Who_may_not_subscribe_gets_nothing_by_name_by_filter_or_of_the_history()
    {
        using var topic = new TopicRun(Sample.Options(new TopicSettings { Subscribe = AccessLevel.Authenticated, Retain = true }));
        topic.Publish("a");

        var byName = topic.Subscribe();
        var byFilter = topic.Join();
        var history = topic.ReadHistory();
        topic.Publish("b");

        Assert.Equal(ErrorCode.NotAllowed, Assert.Single(byName.Of<SessionEvent.Refused>()).Code);
        Assert.Empty(PlainForm.Read(byName.Told));
        Assert.Empty(byFilter.Told);
        Assert.Equal(ErrorCode.NotAllowed, Assert.Single(history.OfType<SessionEvent.Refused>()).Code);
        Assert.Empty(history.OfType<SessionEvent.HistoryRead>());
        Assert.Equal(["t 2 b", "t 3 c"], Hear(topic));
    }

    [Fact]
    public void AP_13_A_publication_that_is_larger_than_the_topic_takes_is_refused_and_one_of_just_that_size_is_not()
    {
        using var topic = new TopicRun(Sample.Options(new TopicSettings { MaxMessageBytes = 3 }));

        topic.Publish("abc", request: 1);
        topic.Publish("abcd", request: 2);

        var refused = Assert.Single(topic.Publisher.Of<SessionEvent.Refused>());
        Assert.Equal((2, ErrorCode.MessageTooBig), (Sample.NumberOf(refused.Request), refused.Code));
        Assert.Equal([1], topic.History());
    }

    // The user, who may, hears the retained one and what comes
    private static string[] Hear(TopicRun topic)
    {
        var user = topic.Subscribe(client: _user);
        topic.Publish("c");
        return PlainForm.Read(user.Told);
    }
}
