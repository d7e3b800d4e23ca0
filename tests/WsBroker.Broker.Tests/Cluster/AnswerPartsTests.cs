using WsBroker.Broker.Cluster;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Cluster;

public sealed class AnswerPartsTests
{
    [Fact]
    public void A_short_answer_is_one_part_even_if_it_is_empty()
    {
        var (parts, isCut) = AnswerParts.Of(new NodeAnswer.Topics([]));

        Assert.Empty(Assert.IsType<NodeAnswer.Topics>(Assert.Single(parts)).Active);
        Assert.False(isCut);
    }

    [Fact]
    public void A_long_answer_is_cut_into_parts_that_are_all_of_it_in_its_order()
    {
        var topics = Topics(10_000);

        var (parts, isCut) = AnswerParts.Of(new NodeAnswer.Topics(topics));

        Assert.InRange(parts.Count, 2, AnswerParts.MaxParts);
        Assert.False(isCut);
        Assert.Equal(topics, parts.Cast<NodeAnswer.Topics>().SelectMany(static part => part.Active));
    }

    [Fact]
    public void What_is_beyond_the_last_part_is_left_out_and_that_is_said()
    {
        var (parts, isCut) = AnswerParts.Of(new NodeAnswer.Topics(Topics(200_000)));

        Assert.Equal((AnswerParts.MaxParts, true), (parts.Count, isCut));
    }

    [Fact]
    public void The_count_of_connections_is_told_once()
    {
        var connection = new ConnectionDescription(Sample.Client, [.. Enumerable.Repeat(Sample.Filter(new string('t', 200)), 100)]);

        var (parts, _) = AnswerParts.Of(new NodeAnswer.Connections(5000, [.. Enumerable.Repeat(connection, 50)]));

        Assert.InRange(parts.Count, 2, AnswerParts.MaxParts);
        Assert.Equal(5000, parts.Cast<NodeAnswer.Connections>().Sum(static part => part.Count));
        Assert.Equal(50, parts.Cast<NodeAnswer.Connections>().Sum(static part => part.Listed.Count));
    }

    private static List<TopicDescription> Topics(int count) =>
        [.. Enumerable.Range(0, count).Select(static number => new TopicDescription(Sample.Topic($"a/topic/{number}"), 1, 1, new TopicPosition("e", 1)))];
}
