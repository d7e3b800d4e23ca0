using System.Diagnostics;
using WsBroker.Actors;
using WsBroker.Broker.Cluster;

namespace WsBroker.Gateway.Questions;

/// <summary>Gathers what connections answer to one question, tells it, and ends.</summary>
/// <param name="listeners">How many listeners pass the question on.</param>
/// <param name="replyTo">Told the connections that are meant, once.</param>
internal sealed class GatheringActor(int listeners, ActorRef<IReadOnlyList<ConnectionDescription>> replyTo) : Actor<GatheringMessage>
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly List<ConnectionDescription> _gathered = [];
    private int _listeners = listeners;
    private int _awaited;

    /// <inheritdoc/>
    protected override void PreStart() => Context.Schedule(_patience, new GatheringMessage.Late());

    /// <inheritdoc/>
    protected override void Receive(GatheringMessage message)
    {
        switch (message)
        {
            case GatheringMessage.Asked news:
                _listeners--;
                _awaited += news.Connections;
                break;
            case GatheringMessage.Answered { Connection: { } connection }:
                _gathered.Add(connection);
                _awaited--;
                break;
            case GatheringMessage.Answered:
                _awaited--;
                break;
            case GatheringMessage.Late:
                _listeners = _awaited = 0;
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }

        if (_listeners == 0 && _awaited == 0)
        {
            replyTo.Tell(_gathered);
            Context.StopSelf();
        }
    }
}
