namespace WsBroker.Client.Tests.Peers;

/// <summary>Takes messages out of a subscription, one by one.</summary>
internal static class Reading
{
    /// <summary>The next message; fails if it does not come.</summary>
    public static async Task<WsBrokerMessage> NextAsync(this IAsyncEnumerator<WsBrokerMessage> messages)
    {
        Assert.True(await messages.MoveNextAsync().AsTask().WaitAsync(ScriptedServer.Patience), "the enumeration ended");
        return messages.Current;
    }

    /// <summary>Waits, but not for ever.</summary>
    public static Task<TResult> Soon<TResult>(this ValueTask<TResult> task) => task.AsTask().WaitAsync(ScriptedServer.Patience);

    /// <summary>Waits, but not for ever.</summary>
    public static Task<TResult> Soon<TResult>(this Task<TResult> task) => task.WaitAsync(ScriptedServer.Patience);

    /// <summary>Waits, but not for ever.</summary>
    public static Task Soon(this Task task) => task.WaitAsync(ScriptedServer.Patience);
}
