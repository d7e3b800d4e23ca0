using WsBroker.Broker.Access;
using WsBroker.Broker.Hooks;
using WsBroker.Broker.Topics;
using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>A simulated broker whose back ends the test plays.</summary>
internal static class HookedBroker
{
    /// <summary>Starts it; <c>orders/#</c> is for those whose token names it.</summary>
    /// <param name="hooks">The back ends.</param>
    /// <param name="asks">What they are asked.</param>
    /// <param name="session">What a session may cost.</param>
    public static SimulatedBroker Start(PlayedHooks hooks, Func<SessionHooks, SessionHooks> asks, Broker.Sessions.SessionOptions? session = null) => new(new SimulationOptions
    {
        Hooks = asks(new SessionHooks(hooks)),
        Access = new AccessOptions(),
        Session = session ?? new Broker.Sessions.SessionOptions(),
        Topic = new TopicOptions
        {
            Hooks = hooks,
            Rules = new TopicRules(new TopicRule(Filter("orders/#")) { Publish = AccessLevel.Token, Subscribe = AccessLevel.Token }),
        },
    });

    /// <summary>Has a back end answer, and the broker do what follows.</summary>
    public static void Answer(this PlayedHooks hooks, SimulatedBroker broker, HookAnswer answer)
    {
        hooks.Answer(answer);
        broker.Dispatcher.RunUntilIdle();
    }

    /// <summary>A filter that is one.</summary>
    public static TopicFilter Filter(string text) =>
        TopicFilter.TryParse(text, out var filter, out _) ? filter : throw new ArgumentException(text, nameof(text));
}
