namespace WsBroker.Client.Sessions;

/// <summary>A publication that is not acknowledged; it is sent again after each reconnection.</summary>
/// <param name="Id">The id of the command.</param>
/// <param name="Command">The whole command.</param>
internal sealed record PendingPublication(long Id, byte[] Command)
{
    private readonly TaskCompletionSource<TopicPosition> _acknowledged =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the acknowledgement.</summary>
    public Task<TopicPosition> Acknowledged => _acknowledged.Task;

    /// <summary>It is stored.</summary>
    public void Complete(TopicPosition position) => _acknowledged.TrySetResult(position);

    /// <summary>It was refused, or will not be sent any more.</summary>
    public void Fail(Exception failure) => _acknowledged.TrySetException(failure);
}
