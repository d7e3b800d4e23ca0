using StackExchange.Redis;

namespace WsBroker.Redis.Connections;

/// <summary>Tells from an exception of the client library what befell a call.</summary>
internal static class RedisFailures
{
    private static readonly (string Code, RedisFailure Failure)[] _codes =
    [
        ("OOM", RedisFailure.OutOfMemory),
        ("READONLY", RedisFailure.ReadOnly),
        ("NOREPLICAS", RedisFailure.ReadOnly),
        ("LOADING", RedisFailure.Loading),
        ("MASTERDOWN", RedisFailure.Loading),
        ("BUSY", RedisFailure.Busy),
        ("MISCONF", RedisFailure.Misconfigured),
        ("NOAUTH", RedisFailure.NotAllowed),
        ("NOPERM", RedisFailure.NotAllowed),
        ("WRONGPASS", RedisFailure.NotAllowed),
        ("CLUSTERDOWN", RedisFailure.ClusterDown),
        ("TRYAGAIN", RedisFailure.ClusterDown),
        ("WRONGTYPE", RedisFailure.WrongType),
    ];

    /// <summary>Whether it is one of those that Redis or the way to it are the cause of.</summary>
    public static bool IsOfRedis(Exception wrong) => wrong is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException;

    /// <summary>What it is.</summary>
    public static RedisFailure Of(Exception wrong) => wrong switch
    {
        TimeoutException => RedisFailure.Timeout,
        RedisServerException refused => OfMessage(refused.Message),
        RedisConnectionException or ObjectDisposedException => RedisFailure.NotConnected,
        RedisCommandException => RedisFailure.ReadOnly,
        _ => RedisFailure.Other,
    };

    /// <summary>What a refusal of Redis means.</summary>
    // An error inside a script has its code in front, or, from what the script called, a little later
    internal static RedisFailure OfMessage(string message) => _codes
        .Where(known => message.StartsWith(known.Code, StringComparison.Ordinal) || message.Contains($"-{known.Code} ", StringComparison.Ordinal))
        .Select(static known => known.Failure)
        .FirstOrDefault(RedisFailure.Other);
}
