using WsBroker.Broker.Cluster;
using WsBroker.Broker.Sessions;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Cluster;

public sealed class GatheringTests
{
    private static readonly NodeId _self = new(1);
    private static readonly NodeId _two = new(2);
    private static readonly NodeId _three = new(3);
    private static readonly NodeQuestion _question = new NodeQuestion.ListTopics(Sample.Filter("#"));

    private readonly ActorProbe<ClusterAnswer> _answer = new();

    [Fact]
    public void An_answer_in_parts_counts_when_all_parts_have_come()
    {
        var gathering = new Gathering(_question, [_two], isCutOff: false, _answer);
        gathering.AddOwn(new NodeAnswer.Done(1));

        gathering.Add(Part(_two, parts: 2));
        var before = gathering.IsComplete;
        gathering.Add(Part(_two, parts: 2));
        gathering.End();

        Assert.Equal((false, true), (before, gathering.IsComplete));
        Assert.True(_answer.Told[0] is { Asked: 2, Answered: 2, IsWhole: true, Parts.Count: 3 });
    }

    [Fact]
    public void Who_has_left_something_out_has_not_answered_all()
    {
        var gathering = new Gathering(_question, [_two], isCutOff: false, _answer);
        gathering.AddOwn(new NodeAnswer.Done(1));
        gathering.Add(Part(_two, parts: 1) with { IsCut = true });
        gathering.End();

        Assert.True(gathering.IsComplete);
        Assert.True(_answer.Told[0] is { Asked: 2, Answered: 1, IsWhole: false, Parts.Count: 2 });
    }

    [Fact]
    public void Who_was_not_asked_or_answers_twice_is_passed_over()
    {
        var gathering = new Gathering(_question, [_two, _three], isCutOff: false, _answer);
        gathering.AddOwn(new NodeAnswer.Done(1));
        gathering.AddOwn(new NodeAnswer.Done(1));
        gathering.Add(Part(_two, parts: 1));
        gathering.Add(Part(_two, parts: 1));
        gathering.Add(Part(new NodeId(9), parts: 1));
        gathering.End();

        Assert.False(gathering.IsComplete);
        Assert.True(_answer.Told[0] is { Asked: 3, Answered: 2, Parts.Count: 2 });
    }

    [Fact]
    public void A_session_that_was_found_is_not_sought_any_longer()
    {
        var gathering = new Gathering(new NodeQuestion.HandOver(new SessionId(1, 2), User: null), [_two, _three], isCutOff: false, _answer);
        gathering.AddOwn(new NodeAnswer.Session(Subscriptions: null));
        var before = gathering.IsComplete;

        gathering.Add(new NodeLetter.Answer(_three, _self, 1, 1, new NodeAnswer.Session([])));

        Assert.Equal((false, true), (before, gathering.IsComplete));
    }

    private static NodeLetter.Answer Part(NodeId from, int parts) => new(from, _self, 1, parts, new NodeAnswer.Done(1));
}
