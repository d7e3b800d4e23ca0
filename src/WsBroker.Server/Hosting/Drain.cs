using WsBroker.Actors;
using WsBroker.Gateway;
using WsBroker.Gateway.Admission;

namespace WsBroker.Server.Hosting;

/// <summary>How a node comes to its end: nobody new is let in, clients leave, and requests that are under way are answered.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="options">At what pace.</param>
/// <param name="readiness">Ends with it.</param>
internal sealed class Drain(DrainOptions options, Readiness readiness)
{
    /// <summary>For requests that are still under way when all clients have gone.</summary>
    // A publication takes milliseconds; who uploads slowly has had the time before
    private static readonly TimeSpan _lastRequests = TimeSpan.FromSeconds(3);

    /// <summary>For all that, from the moment on at which it is to be quick.</summary>
    private static readonly TimeSpan _hurried = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when somebody has asked for it.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Asks for it.</summary>
    public void Ask() => _asked.TrySetResult();

    /// <summary>Does it. The broker serves nobody when it is done.</summary>
    /// <param name="gateway">The clients.</param>
    /// <param name="web">The requests.</param>
    /// <param name="hurry">Cancelled when it is to be quick.</param>
    public async Task RunAsync(ActorRef<GatewayMessage> gateway, WebApplication web, CancellationToken hurry)
    {
        readiness.End();
        var drained = new PromiseRef<GatewayEnd>();
        gateway.Tell(new GatewayMessage.Drain(options, drained));
        using var late = new CancellationTokenSource(options.Pause + options.Timeout);
        using var hurrying = hurry.UnsafeRegister(_ => Hurry(gateway, late), state: null);
        Task left = drained.Kept.WaitAsync(late.Token);
        await left.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var last = new CancellationTokenSource(hurry.IsCancellationRequested ? TimeSpan.Zero : _lastRequests);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(last.Token, hurry);
        await web.StopAsync(either.Token);
    }

    private static void Hurry(ActorRef<GatewayMessage> gateway, CancellationTokenSource late)
    {
        gateway.Tell(new GatewayMessage.Hurry());
        late.CancelAfter(_hurried);
    }
}
