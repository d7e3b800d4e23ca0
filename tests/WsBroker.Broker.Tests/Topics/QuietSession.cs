using WsBroker.Actors;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Tests.Topics;

/// <summary>A session that keeps only what it was told last, so that telling it costs nothing.</summary>
internal sealed class QuietSession : ActorRef<SessionMessage>
{
    /// <summary>The last that it was told.</summary>
    public SessionMessage? Told { get; private set; }

    /// <inheritdoc/>
    public override void Tell(SessionMessage message) => Told = message;
}
