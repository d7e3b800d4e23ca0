namespace WsBroker.Redis.Connections;

/// <summary>Calls to Redis that may fail: who makes them wants to know whether they did, and not why, which is counted.</summary>
internal static class RedisTries
{
    /// <summary>Waits for the end of a call.</summary>
    /// <returns>Whether it was done; false if Redis was unavailable.</returns>
    public static async Task<bool> IsDoneAsync(this Task call)
    {
        try
        {
            await call;
            return true;
        }
        catch (RedisUnavailableException)
        {
            return false;
        }
    }
}
