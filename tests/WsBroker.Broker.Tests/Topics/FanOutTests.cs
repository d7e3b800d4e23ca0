using System.Text;
using WsBroker.Broker.Overflow;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Broker.Tests.Topics;

public sealed class FanOutTests
{
    private readonly SubscriberList _subscribers = new();
    private readonly PlainForm _form = new();
    private readonly ActorProbe<SessionMessage> _publisher = new();

    [Fact]
    public void Is_encoded_once_for_each_wire_form_and_its_bytes_are_shared()
    {
        var other = new PlainForm();
        var probes = Enumerable.Range(0, 20).Select(at => Subscribe(form: at % 2 == 0 ? _form : other)).ToList();
        var fanOut = Gather(1, 2, 3);

        Serve(fanOut);

        var deliveries = probes.Select(probe => Assert.Single(probe.Of<SessionEvent.Delivered>())).ToList();
        Assert.Equal(2, deliveries.Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.Equal((3, 3), (_form.Written, other.Written));
        Assert.All(deliveries, delivery => Assert.Equal(["t 1 p1", "t 2 p2", "t 3 p3"], PlainForm.Read(delivery)));
    }

    [Fact]
    public void A_subscriber_that_wants_no_echo_gets_all_but_its_own()
    {
        var silent = Subscribe(echo: false);
        var fanOut = new FanOut(TopicSettings.Default);
        fanOut.Add(Sample.Publication(1, "mine"), silent);
        fanOut.Add(Sample.Publication(2, "yours"), _publisher);

        Serve(fanOut);

        Assert.Equal(["t 2 yours"], PlainForm.Read(silent.Told));
    }

    [Fact]
    public void Who_gets_only_some_gets_them_without_another_encoding()
    {
        var silent = Enumerable.Range(0, 3).Select(_ => Subscribe(echo: false)).ToList();
        Subscribe();
        var fanOut = new FanOut(TopicSettings.Default);
        for (var at = 0; at < 9; at++)
        {
            fanOut.Add(Sample.Publication(at + 1, $"p{at}"), silent[at % 3]);
        }

        Serve(fanOut);

        Assert.Equal(9, _form.Written);
        Assert.Equal(["t 1 p0", "t 3 p2", "t 4 p3", "t 6 p5", "t 7 p6", "t 9 p8"], PlainForm.Read(silent[1].Told));
    }

    [Fact]
    public void PD_16_Where_compression_is_off_all_get_the_uncompressed_form()
    {
        var compressing = new PlainForm { Other = _form };
        var probes = Enumerable.Range(0, 4).Select(at => Subscribe(form: at % 2 == 0 ? _form : compressing, next: at < 2 ? 1 : 2)).ToList();
        var fanOut = new FanOut(new TopicSettings { Compression = false });
        fanOut.Add(Sample.Publication(1), _publisher);
        fanOut.Add(Sample.Publication(2), _publisher);

        Serve(fanOut);

        Assert.Equal((2, 0), (_form.Written, compressing.Written));
        Assert.All(probes, static probe => Assert.Single(probe.Told));
    }

    [Fact]
    public void Where_nothing_may_be_lost_a_delivery_has_no_parts()
    {
        var probe = Subscribe();

        Serve(Gather(1, 2));

        Assert.Null(Assert.Single(probe.Of<SessionEvent.Delivered>()).Parts);
    }

    [Fact]
    public void Where_something_may_be_lost_each_delivery_has_the_parts_that_are_in_it()
    {
        var silent = Subscribe(echo: false);
        var all = Subscribe();
        var fanOut = new FanOut(TopicSettings.Default, new LossyTopic(Sample.Topic("t"), OverflowPolicy.DropOldest));
        fanOut.Add(Sample.Publication(1, "yours"), _publisher);
        fanOut.Add(Sample.Publication(2, "mine"), silent);
        fanOut.Add(Sample.Publication(3, "yours again"), _publisher);

        Serve(fanOut);

        Assert.Equal(["1 t 1 yours", "3 t 3 yours again"], Parts(silent));
        Assert.Equal(["1 t 1 yours", "2 t 2 mine", "3 t 3 yours again"], Parts(all));
    }

    [Fact]
    public void SC_10_A_large_message_for_twenty_thousand_is_encoded_once_and_costs_nothing_for_each()
    {
        const int subscribers = 20_000;
        var sessions = Enumerable.Range(0, subscribers).Select(static _ => new QuietSession()).ToList();
        foreach (var session in sessions)
        {
            _subscribers.Add(new Subscriber(Sample.Filter("t"), session, Sample.Client, _form, Echo: true), next: 1);
        }

        var fanOut = new FanOut(TopicSettings.Default);
        fanOut.Add(Sample.Publication(1, new string('x', 64 * 1024)), _publisher);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Serve(fanOut);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(1, _form.Written);
        Assert.Single(sessions.Select(static session => session.Told).Distinct(ReferenceEqualityComparer.Instance));

        // The form of the test makes texts on the way, of which a broker knows nothing
        Assert.InRange(allocated, 64 * 1024, 20 * 64 * 1024);
    }

    [Fact]
    public void A_subscriber_that_would_get_only_its_own_is_told_nothing()
    {
        var silent = Subscribe(echo: false);
        var fanOut = new FanOut(TopicSettings.Default);
        fanOut.Add(Sample.Publication(1, "mine"), silent);

        Serve(fanOut);

        Assert.Empty(silent.Told);
    }

    [Fact]
    public void Who_joins_in_the_middle_gets_the_rest()
    {
        var fanOut = new FanOut(TopicSettings.Default);
        fanOut.Add(Sample.Publication(1, "p1"), _publisher);
        var late = Subscribe(next: 2);
        fanOut.Add(Sample.Publication(2, "p2"), _publisher);

        Serve(fanOut);

        Assert.Equal(["t 2 p2"], PlainForm.Read(late.Told));
    }

    [Fact]
    public void Serves_no_more_than_its_budget_and_goes_on_where_it_stopped()
    {
        var probes = Enumerable.Range(0, 10).Select(_ => Subscribe()).ToList();
        var fanOut = Gather(1);
        var budget = 4;

        var isDone = fanOut.Serve(_subscribers, ref budget);

        Assert.False(isDone);
        Assert.Equal(0, budget);
        Assert.False(fanOut.IsGathering);
        Assert.Equal(4, probes.Count(static probe => probe.Told.Count == 1));
        Serve(fanOut);
        Assert.All(probes, static probe => Assert.Single(probe.Told));
    }

    [Fact]
    public void Credit_goes_back_for_all_and_once_for_what_came_in_a_row()
    {
        var other = new ActorProbe<SessionMessage>();
        var fanOut = new FanOut(TopicSettings.Default);
        fanOut.Add(Sample.Publication(1, "12"), _publisher);
        fanOut.Add(Sample.Publication(2, "345"), _publisher);
        fanOut.Add(Sample.Publication(3, "6"), other);
        fanOut.Add(Sample.Publication(4, "7"), _publisher);

        fanOut.ReturnCredit();

        Assert.Equal(
            [new SessionEvent.CreditReturned(2, 5), new SessionEvent.CreditReturned(1, 1)], _publisher.Told);
        Assert.Equal([new SessionEvent.CreditReturned(1, 1)], other.Told);
    }

    [Fact]
    public void An_encoding_that_fails_leaves_nothing_behind_for_the_next()
    {
        var poisoned = Subscribe(form: new PlainForm { Poison = "p1" });
        Assert.Throws<InvalidOperationException>(() => Serve(Gather(1)));
        _subscribers.Remove(poisoned);
        var probe = Subscribe();

        Serve(Gather(2));

        Assert.Equal(["t 2 p2"], PlainForm.Read(probe.Told));
    }

    [Fact]
    public void Each_gets_a_run_without_gap_or_duplicate_while_others_come_and_go()
    {
        for (ulong seed = 1; seed <= 300; seed++)
        {
            new FanOutRun(seed).Run();
        }
    }

    private ActorProbe<SessionMessage> Subscribe(PlainForm? form = null, bool echo = true, long next = 1)
    {
        var probe = new ActorProbe<SessionMessage>();
        _subscribers.Add(new Subscriber(Sample.Filter("t"), probe, Sample.Client, form ?? _form, echo), next);
        return probe;
    }

    private FanOut Gather(params IEnumerable<int> offsets)
    {
        var fanOut = new FanOut(TopicSettings.Default);
        foreach (var offset in offsets)
        {
            fanOut.Add(Sample.Publication(offset, $"p{offset}"), _publisher);
        }

        return fanOut;
    }

    private void Serve(FanOut fanOut)
    {
        var budget = int.MaxValue;
        Assert.True(fanOut.Serve(_subscribers, ref budget));
    }

    private static string[] Parts(ActorProbe<SessionMessage> probe) =>
        [.. Assert.Single(probe.Of<SessionEvent.Delivered>()).Parts!.Each.Select(
            static part => $"{part.Offset} {Encoding.UTF8.GetString(part.Bytes.Span).TrimEnd()}")];
}
