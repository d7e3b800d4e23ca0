namespace WsBroker.EndToEnd.Tests.FanOut;

/// <summary>Subscribers that come at any time, stay for a while and leave in one way or the other.</summary>
/// <param name="server">The broker.</param>
/// <param name="topic">The topic.</param>
/// <param name="seed">Decides how long each stays and how it leaves; the same seed, the same choices.</param>
internal sealed class Comers(Uri server, string topic, uint seed)
{
    private const int LongestStay = 2000;

    private int _stays;

    /// <summary>How often one has come and left.</summary>
    public int Stays => _stays;

    /// <summary>Comes and goes until told to stop; each stay must bring one unbroken run of messages.</summary>
    public Task RunAsync(int count, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => ComeAndGoAsync(seed + ((uint)i * 2654435761), stop)));

    private async Task ComeAndGoAsync(uint choice, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // A linear congruential step (Numerical Recipes); the low bits are the worst, so the high ones choose
            choice = (choice * 1664525) + 1013904223;
            try
            {
                using var subscriber = await NumberSubscriber.ConnectAsync(server, topic, stop);
                await subscriber.ReadAsync((choice >> 8) % LongestStay, static (_, _) => { }, stop);
                Interlocked.Increment(ref _stays);
                if (choice >> 31 == 0)
                {
                    subscriber.Reset();
                }
            }
            catch (OperationCanceledException)
            {
                // There is nothing more to come for
            }
        }
    }
}
