namespace WsBroker.Redis;

/// <summary>Why Redis did not do what it was asked.</summary>
public enum RedisFailure
{
    /// <summary>There is no connection.</summary>
    NotConnected,

    /// <summary>No answer came in time; what was asked may be done all the same.</summary>
    Timeout,

    /// <summary>Its memory is full (<c>-OOM</c>).</summary>
    OutOfMemory,

    /// <summary>It is a replica (<c>-READONLY</c>), or has too few replicas (<c>-NOREPLICAS</c>).</summary>
    ReadOnly,

    /// <summary>It reads its data from disk (<c>-LOADING</c>).</summary>
    Loading,

    /// <summary>It runs a script that does not end (<c>-BUSY</c>).</summary>
    Busy,

    /// <summary>It cannot write its data to disk (<c>-MISCONF</c>).</summary>
    Misconfigured,

    /// <summary>It does not let this user in, or do that (<c>-NOAUTH</c>, <c>-NOPERM</c>, <c>-WRONGPASS</c>).</summary>
    NotAllowed,

    /// <summary>The cluster has no answer for that part of the keys.</summary>
    ClusterDown,

    /// <summary>A key of ours holds something that we have not put there.</summary>
    WrongType,

    /// <summary>Anything else.</summary>
    Other,
}
