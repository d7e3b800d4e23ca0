namespace WsBroker.Actors.Tests.Kernel;

/// <summary>The parent of many.</summary>
internal sealed class SpawningActor(Props<string> props, ActorRef<string>[] spawned) : Actor<string>
{
    private const int AtATime = 100;
    private int _count;

    protected override void Receive(string message)
    {
        for (var i = 0; i < AtATime && _count < spawned.Length; i++)
        {
            var child = Context.Spawn(props);
            child.Tell(message);
            spawned[_count++] = child;
        }
    }
}
