using WsBroker.Actors;
using WsBroker.Broker.Hooks;
using WsBroker.Broker.Sessions;

namespace WsBroker.TestKit;

/// <summary>Back ends as a test plays them: remembers what they are asked and told, and answers when the test says so, or at once.</summary>
/// <remarks>For simulations, on one thread.</remarks>
public sealed class PlayedHooks : ActorRef<HooksMessage>
{
    private readonly Queue<HooksMessage.Ask> _open = new();
    private readonly List<HookQuestion> _asked = [];
    private readonly List<string> _told = [];

    /// <summary>Answers every question at once; null to leave them open.</summary>
    public Func<HookQuestion, HookAnswer>? Usual { get; set; }

    /// <summary>All that was asked so far.</summary>
    public IReadOnlyList<HookQuestion> Asked => _asked;

    /// <summary>All events so far, like <c>connected u1</c> and <c>occupied t</c>.</summary>
    public IReadOnlyList<string> Told => _told;

    /// <summary>How many questions are open.</summary>
    public int Open => _open.Count;

    /// <summary>Answers the question that has been open for longest.</summary>
    public void Answer(HookAnswer answer) => _open.Dequeue().ReplyTo.Tell(new SessionEvent.HookAnswered(answer));

    /// <inheritdoc/>
    public override void Tell(HooksMessage message)
    {
        switch (message)
        {
            case HooksMessage.Ask order:
                _asked.Add(order.Question);
                _open.Enqueue(order);
                if (Usual is { } usual)
                {
                    Answer(usual(order.Question));
                }

                break;
            case HooksMessage.Connected news:
                _told.Add($"connected {news.Client.User}");
                break;
            case HooksMessage.Disconnected news:
                _told.Add($"disconnected {news.Client.User}");
                break;
            case HooksMessage.Occupied news:
                _told.Add($"occupied {news.Topic}");
                break;
            case HooksMessage.Vacated news:
                _told.Add($"vacated {news.Topic}");
                break;
            default:
                throw new ArgumentException(message.GetType().Name, nameof(message));
        }
    }
}
