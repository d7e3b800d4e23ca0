using WsBroker.Actors;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Tests.Topics;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>A subscription by a filter that comes to stand at the very moment at which a topic reads what it has missed.</summary>
public sealed class FilterMeetsLook : IDisposable
{
    private readonly SharedRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void What_is_published_once_a_filter_stands_reaches_it_though_it_is_not_heard_but_read()
    {
        _run.Subscribe(0);
        _run.Publish(1, "before");
        _run.Logs[0].Fault = HearingFault.Deaf;
        _run.Logs[0].HoldsReads = true;
        _run.Log.CheckAll();
        _run.Dispatcher.RunUntilIdle();

        // The read that is under way finds what is published as soon as the client knows that its filter stands
        var session = new Session(() =>
        {
            _run.Topic.Add(Sample.Content("after"), default, at: 1);
            _run.Logs[0].AnswerReads();
        });
        _run.SubscribeFilter(0, "#", session, Sample.Request(1));

        Assert.Equal(["t 2 after"], PlainForm.Read(session.Told));
    }

    /// <summary>Does something at once when it is told that the subscription stands.</summary>
    private sealed class Session(Action stands) : ActorRef<SessionMessage>
    {
        public List<SessionMessage> Told { get; } = [];

        public override void Tell(SessionMessage message)
        {
            Told.Add(message);
            if (message is SessionEvent.Subscribed)
            {
                stands();
            }
        }
    }
}
