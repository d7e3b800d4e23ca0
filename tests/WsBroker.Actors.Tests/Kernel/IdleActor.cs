namespace WsBroker.Actors.Tests.Kernel;

/// <summary>An actor of which there is nothing but what the kernel needs.</summary>
internal sealed class IdleActor : Actor<string>
{
    protected override void Receive(string message)
    {
        // Heard is done
    }
}
