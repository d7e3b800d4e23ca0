using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Sessions;

public sealed class KeptSessionsActorTests
{
    private static readonly KeptSessionOptions _options = new() { Age = TimeSpan.FromSeconds(100), MaxCount = 3 };

    [Fact]
    public void A_client_that_comes_back_goes_on_with_all_its_subscriptions_where_it_says()
    {
        using var run = new SessionsRun();
        var lost = run.Client().Connect().Subscribe("a").Subscribe("b");
        var publisher = run.Client();
        publisher.Publish("a", "1");
        publisher.Publish("b", "1");
        var position = lost.Standing.First().Position!.Value with { Offset = 1 };
        lost.Leave();
        publisher.Publish("a", "2");
        publisher.Publish("b", "2");

        var back = run.Client().Connect(lost.Ticket, ("a", position));
        publisher.Publish("a", "3");

        Assert.True(back.Welcome.Resumed);
        Assert.Equal(["a", "b"], back.Welcome.Subscriptions.Select(static one => one.Filter.Text), StringComparer.Ordinal);
        Assert.Equal(["a 2 2", "a 3 3", "b 1 1", "b 2 2"], back.Delivered.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.All(back.Standing, static one => Assert.True(one is { Recovered: true, Request.IsNone: true }));
        Assert.Equal(2, back.Standing.Count());
    }

    [Fact]
    public void A_quiet_topic_waits_for_a_session_that_is_kept_and_no_longer()
    {
        using var run = new SessionsRun(options: _options);
        var lost = run.Client().Connect().Subscribe("quiet");
        var before = lost.Standing.Single().Position!.Value;
        lost.Leave();
        run.Advance(_options.Age - TimeSpan.FromSeconds(2));

        var back = run.Client().Connect(lost.Ticket, ("quiet", before));

        Assert.True(Assert.Single(back.Standing) is { Recovered: true } stands && stands.Position == before);
        back.Leave();
        run.Advance(_options.Age - TimeSpan.FromSeconds(2));
        Assert.Single(run.Topics);
        run.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(run.Topics);
    }

    [Fact]
    public void Nothing_waits_for_a_client_that_has_gone_for_good_or_has_no_session()
    {
        using var run = new SessionsRun(options: _options);
        run.Client().Connect().Subscribe("a").Leave(isForGood: true);
        run.Client().Subscribe("b").Leave();

        Assert.Empty(run.Topics);
    }

    [Fact]
    public void Topics_that_wait_leave_half_of_all_places_to_others()
    {
        using var run = new SessionsRun(options: _options, topic: new TopicOptions { MaxTopics = 10 });
        for (var number = 0; number < 9; number++)
        {
            run.Client().Connect().Subscribe($"{number}").Leave();
        }

        Assert.Equal(5, run.Topics.Count);
    }

    [Fact]
    public void A_position_that_cannot_be_recovered_from_is_told_and_the_subscription_stands()
    {
        using var run = new SessionsRun();
        var lost = run.Client().Connect().Subscribe("a");
        lost.Leave();

        var back = run.Client().Connect(lost.Ticket, ("a", new TopicPosition("other", 1)));
        run.Client().Publish("a", "1");

        Assert.False(Assert.Single(back.Standing).Recovered);
        Assert.Equal(["a 1 1"], back.Delivered);
    }

    [Fact]
    public void Filters_go_on_with_what_is_published_from_then_on()
    {
        using var run = new SessionsRun();
        var lost = run.Client().Connect().Subscribe("a/+");
        lost.Leave();
        var publisher = run.Client();
        publisher.Publish("a/1", "missed");

        var back = run.Client().Connect(lost.Ticket);
        publisher.Publish("a/1", "heard");

        Assert.True(Assert.Single(back.Standing) is { Position: null, Recovered: null });
        Assert.Equal(["a/1 2 heard"], back.Delivered);
    }

    [Fact]
    public void A_subscription_without_echo_stays_without()
    {
        using var run = new SessionsRun();
        var lost = run.Client().Connect().Subscribe("a", echo: false);
        lost.Leave();

        var back = run.Client().Connect(lost.Ticket);
        back.Publish("a", "mine");

        Assert.Empty(back.Delivered);
    }

    [Fact]
    public void An_id_counts_once()
    {
        using var run = new SessionsRun();
        var lost = run.Client().Connect().Subscribe("a");
        lost.Leave();

        var first = run.Client().Connect(lost.Ticket);
        var second = run.Client().Connect(lost.Ticket);

        Assert.True(first.Welcome.Resumed);
        Assert.False(second.Welcome.Resumed);
        Assert.False(first.IsTakenOver);
        Assert.Empty(second.Standing);
        Assert.NotEqual(first.Ticket, second.Ticket);
    }

    [Theory]
    [InlineData(99, true)]
    [InlineData(100, false)]
    public void A_session_is_kept_for_its_age_and_no_longer(int seconds, bool isKept)
    {
        using var run = new SessionsRun(options: _options);
        var lost = run.Client().Connect().Subscribe("a");
        lost.Leave();

        run.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(isKept, run.Client().Connect(lost.Ticket).Welcome.Resumed);
    }

    [Fact]
    public void Sessions_of_different_times_are_forgotten_each_at_its_own()
    {
        using var run = new SessionsRun(options: _options);
        var (early, late) = (run.Client().Connect(), run.Client().Connect());
        early.Leave();
        run.Advance(TimeSpan.FromSeconds(60));
        late.Leave();

        run.Advance(TimeSpan.FromSeconds(60));

        Assert.False(run.Client().Connect(early.Ticket).Welcome.Resumed);
        Assert.True(run.Client().Connect(late.Ticket).Welcome.Resumed);
    }

    [Fact]
    public void A_client_that_leaves_as_it_wanted_does_not_come_back()
    {
        using var run = new SessionsRun();
        var gone = run.Client().Connect().Subscribe("a");

        gone.Leave(isForGood: true);

        Assert.False(run.Client().Connect(gone.Ticket).Welcome.Resumed);
    }

    [Fact]
    public void A_second_connection_takes_a_session_over_and_misses_nothing()
    {
        using var run = new SessionsRun();
        var old = run.Client().Connect().Subscribe("a");
        var publisher = run.Client();
        publisher.Publish("a", "1");

        var next = run.Client().Connect(old.Ticket);
        publisher.Publish("a", "2");

        Assert.True(old.IsTakenOver);
        Assert.Equal(["a 1 1"], old.Delivered);
        Assert.True(next.Welcome.Resumed);
        Assert.Equal(["a 1 1", "a 2 2"], next.Delivered);
    }

    [Fact]
    public void A_session_that_was_to_be_taken_over_by_a_client_that_is_gone_is_still_there()
    {
        using var run = new SessionsRun();
        var old = new ResumableClient(run.Environment, run.Settle, number: 99);
        old.Connect().Subscribe("a");
        var hasty = run.Client().Connect(old.Ticket);
        hasty.Leave();

        old.Leave();

        Assert.True(old.IsTakenOver);
        Assert.Empty(hasty.Heard);
        Assert.True(run.Client().Connect(old.Ticket).Welcome.Resumed);
    }

    [Fact]
    public void A_connection_that_does_not_hand_its_session_over_is_not_waited_for_longer_than_allowed()
    {
        using var run = new SessionsRun(options: _options);
        var stuck = new ResumableClient(run.Environment, run.Settle, number: 99);
        stuck.Connect();
        var next = run.Client().Connect(stuck.Ticket);
        Assert.Empty(next.Heard);

        run.Advance(_options.HandOverTimeout);

        Assert.False(next.Welcome.Resumed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("eve")]
    public void AZ_10_A_session_of_another_user_is_neither_resumed_nor_taken_over_nor_used_up(string? user)
    {
        using var run = new SessionsRun();
        var alice = run.Client("alice").Connect().Subscribe("a");

        var duringLife = run.Client(user).Connect(alice.Ticket);
        Assert.False(alice.IsTakenOver);
        alice.Leave();
        var afterwards = run.Client(user).Connect(alice.Ticket);

        Assert.False(duringLife.Welcome.Resumed);
        Assert.False(afterwards.Welcome.Resumed);
        Assert.True(run.Client("alice").Connect(alice.Ticket).Welcome.Resumed);
    }

    [Fact]
    public void AZ_10_An_id_that_never_was_resumes_nothing()
    {
        using var run = new SessionsRun();
        run.Client().Connect().Subscribe("a").Leave();

        Assert.False(run.Client().Connect(default(SessionId)).Welcome.Resumed);
        Assert.False(run.Client().Connect(new SessionId(1, 2)).Welcome.Resumed);
    }

    [Fact]
    public void Beyond_the_bound_the_oldest_is_forgotten()
    {
        using var run = new SessionsRun(options: _options);
        var lost = Enumerable.Range(0, 4).Select(_ => run.Client().Connect()).ToList();
        lost.ForEach(static client => client.Leave());

        Assert.Equal([false, true, true, true], lost.Select(one => run.Client().Connect(one.Ticket).Welcome.Resumed!.Value));
    }

    [Fact]
    public void Beyond_the_bound_of_subscriptions_the_oldest_is_forgotten()
    {
        using var run = new SessionsRun(options: _options);
        var many = run.Client().Connect();
        for (var number = 0; number < _options.MaxSubscriptions; number++)
        {
            many.Subscribe($"t{number}");
        }

        var one = run.Client().Connect().Subscribe("a");
        many.Leave();
        one.Leave();

        Assert.False(run.Client().Connect(many.Ticket).Welcome.Resumed);
        Assert.True(run.Client().Connect(one.Ticket).Welcome.Resumed);
    }

    [Fact]
    public void A_client_that_subscribes_before_its_session_is_back_is_subscribed_once()
    {
        using var run = new SessionsRun();
        var lost = run.Client().Connect().Subscribe("a");
        lost.Leave();

        var back = run.Client();
        back.ConnectLater(lost.Ticket);
        back.Subscribe("a");
        run.Client().Publish("a", "1");

        Assert.True(back.Welcome.Resumed);
        Assert.Single(back.Standing);
        Assert.Empty(back.Heard.OfType<SessionEvent.SubscriptionEnded>());
        Assert.Equal(["a 1 1"], back.Delivered);
    }

    [Fact]
    public void AP_15_A_connection_that_is_lost_while_its_session_comes_back_leaves_nothing_in_topics()
    {
        using var run = new SessionsRun();
        var lost = run.Client().Connect().Subscribe("a").Subscribe("b/#");
        lost.Leave();

        var hasty = run.Client();
        hasty.ConnectLater(lost.Ticket);
        hasty.Leave();

        Assert.All(run.Topics, static topic => Assert.Equal(0, topic.Subscribers));
        run.Advance(new KeptSessionOptions().Age + TimeSpan.FromSeconds(2));
        Assert.Empty(run.Topics);
    }
}
