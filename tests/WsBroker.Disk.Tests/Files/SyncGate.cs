namespace WsBroker.Disk.Tests.Files;

/// <summary>Holds a disk in the middle of a sync until it is opened.</summary>
internal sealed class SyncGate
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new();

    public SyncGate(MemoryFolder folder)
    {
        folder.Fault = act =>
        {
            if (act is DiskAct.Sync)
            {
                _reached.TrySetResult();
                Assert.True(((IAsyncResult)_opened.Task).AsyncWaitHandle.WaitOne(_patience));
            }
        };
    }

    /// <summary>Completes when the disk is in a sync.</summary>
    public Task ReachedAsync() => _reached.Task.WaitAsync(_patience);

    /// <summary>Lets it go on, now and from now on.</summary>
    public void Open() => _opened.SetResult();
}
