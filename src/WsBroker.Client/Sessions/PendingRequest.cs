using WsBroker.Client.Messages;

namespace WsBroker.Client.Sessions;

/// <summary>A publication or a question that is not answered; it is sent again after each reconnection.</summary>
/// <param name="Id">The id of the command.</param>
/// <param name="Command">The whole command.</param>
internal sealed record PendingRequest(long Id, byte[] Command)
{
    private readonly TaskCompletionSource<ServerEvent> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the answer.</summary>
    public Task<ServerEvent> Answered => _answered.Task;

    /// <summary>It was answered.</summary>
    public void Complete(ServerEvent answer) => _answered.TrySetResult(answer);

    /// <summary>It was refused, or will not be sent any more.</summary>
    public void Fail(Exception failure) => _answered.TrySetException(failure);
}
