using WsBroker.Actors;
using WsBroker.Gateway;
using WsBroker.Gateway.Questions;
using WsBroker.Server.Hosting;

namespace WsBroker.Server.Http;

/// <summary>Asks the connections for HTTP requests, and waits for the answers. Thread-safe.</summary>
/// <param name="gateway">Where they are; there from the start of the server on.</param>
internal sealed class ConnectionInquiry(Func<ActorRef<GatewayMessage>> gateway)
{
    /// <summary>Longer than it takes to give up on those that do not answer.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>Puts a question to all connections of this node.</summary>
    /// <returns>Those that are meant; null if that cannot be told in time.</returns>
    public async Task<IReadOnlyList<ConnectionDescription>?> AskAsync(ConnectionQuestion question)
    {
        var answer = new PromiseRef<IReadOnlyList<ConnectionDescription>>();
        gateway().Tell(new GatewayMessage.Ask(question, answer));
        try
        {
            return await answer.Kept.WaitAsync(_patience);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
