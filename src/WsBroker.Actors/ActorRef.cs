namespace WsBroker.Actors;

/// <summary>The identity of an actor, whatever it can be told: what <c>Watch</c> and <c>Stop</c> take.</summary>
/// <remarks>
/// Equal only to itself. Any thread may hold, compare and pass on a reference, also after its actor has ended.
/// </remarks>
public abstract class ActorRef
{
}
