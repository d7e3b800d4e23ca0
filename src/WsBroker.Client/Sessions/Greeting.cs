using WsBroker.Client.Connections;
using WsBroker.Client.Messages;

namespace WsBroker.Client.Sessions;

/// <summary>The <c>connect</c> command of one connection, until it is answered.</summary>
internal sealed class Greeting(long id)
{
    private readonly TaskCompletionSource<DateTimeOffset?> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The id of the command.</summary>
    public long Id => id;

    /// <summary>It was accepted, if the answer is for it.</summary>
    public void Complete(ServerEvent.Connected answer)
    {
        if (answer.Id == id)
        {
            _answered.TrySetResult(answer.TokenEnds);
        }
    }

    /// <summary>It was refused, if the answer is for it.</summary>
    public void Fail(long answered, WsBrokerException failure)
    {
        if (answered == id)
        {
            _answered.TrySetException(failure);
        }
    }

    /// <summary>Waits for the answer.</summary>
    /// <returns>When the token ends; null if there is none.</returns>
    /// <exception cref="WsBrokerException">The server refused, or ended the connection instead.</exception>
    public async Task<DateTimeOffset?> WaitAsync(Connection connection, CancellationToken cancellationToken)
    {
        await Task.WhenAny(_answered.Task, connection.Completion).WaitAsync(cancellationToken);
        if (!_answered.Task.IsCompleted)
        {
            var end = await connection.Completion;
            throw end.IsFinal
                ? new WsBrokerException(ClientErrorCode.ClosedByServer, canRetry: false, end.Reason)
                : new WsBrokerException(ClientErrorCode.CannotConnect, canRetry: true, end.Reason);
        }

        return await _answered.Task;
    }
}
