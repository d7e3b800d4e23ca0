using WsBroker.Actors;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Hooks;

/// <summary>Tells back ends when a topic has its first subscriber by name, and when it has lost its last.</summary>
/// <remarks>Belongs to the topic.</remarks>
/// <param name="topic">The topic.</param>
/// <param name="hooks">Who tells them.</param>
internal sealed class Occupancy(TopicName topic, ActorRef<HooksMessage> hooks)
{
    private bool _isOccupied;

    /// <summary>That of a topic; null if nobody is told.</summary>
    public static Occupancy? Of(TopicName topic, ActorRef<HooksMessage>? hooks) => hooks is null ? null : new Occupancy(topic, hooks);

    /// <summary>Takes note of how many there are now.</summary>
    public void Note(int subscribers)
    {
        if (_isOccupied != subscribers > 0)
        {
            _isOccupied = !_isOccupied;
            hooks.Tell(_isOccupied ? new HooksMessage.Occupied(topic) : new HooksMessage.Vacated(topic));
        }
    }
}
