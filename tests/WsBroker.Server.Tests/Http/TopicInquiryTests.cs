using WsBroker.Broker.Cluster;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Server.Http;
using WsBroker.Server.Keys;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Http;

public sealed class TopicInquiryTests
{
    [Fact]
    public async Task A_history_that_not_all_nodes_have_forgotten_is_to_be_forgotten_once_more()
    {
        var nodes = new ClusterAnswer([new NodeAnswer.Done(1)], Asked: 2, Answered: 1);

        Assert.Equal(ErrorCode.NodesUnavailable, await Inquiry(nodes).ForgetAsync(ApiKey.OfThisMachine, Topic("t")));
        Assert.Null(await Inquiry(nodes with { Answered = 2 }).ForgetAsync(ApiKey.OfThisMachine, Topic("t")));
        Assert.Equal(ErrorCode.NodesUnavailable, await Inquiry(nodes with { Answered = 2, IsCutOff = true }).ForgetAsync(ApiKey.OfThisMachine, Topic("t")));
    }

    [Fact]
    public async Task A_topic_that_is_active_on_several_nodes_is_listed_once_where_it_is_furthest_with_the_subscribers_of_all()
    {
        var nodes = new ClusterAnswer(
            [
                new NodeAnswer.Topics([Description("b", 1, "own", 7), Description("a", 2, "shared", 41)]),
                new NodeAnswer.Topics([Description("a", 3, "shared", 42), Description("b", 1, "other", 7)]),
            ],
            Asked: 2,
            Answered: 2);

        var list = await Inquiry(nodes).ListAsync(ApiKey.OfThisMachine, TopicFilter.Of(Topic("a")));

        Assert.Equal(
            [Description("a", 5, "shared", 42), Description("b", 1, "own", 7), Description("b", 1, "other", 7)],
            Assert.NotNull(list).Topics);
    }

    private static TopicInquiry Inquiry(ClusterAnswer answer) => new(new ActorProbe<TopicsMessage>(), new ClusterInquiry(new AnsweringCluster(answer)));

    private static TopicDescription Description(string topic, int subscribers, string epoch, long offset) =>
        new(Topic(topic), subscribers, Messages: 1, new TopicPosition(epoch, offset));

    private static TopicName Topic(string text) =>
        TopicName.TryParse(text, out var name, out var problem) ? name : throw new ArgumentException(problem.ToString(), nameof(text));
}
