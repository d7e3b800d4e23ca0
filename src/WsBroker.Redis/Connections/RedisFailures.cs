using StackExchange.Redis;

namespace WsBroker.Redis.Connections;

/// <summary>Tells from an exception of the client library what befell a call.</summary>
internal static class RedisFailures
{
    // So it says where a script does what its user may not
    private const string NotInScript = "ERR The user executing the script can't";

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
        (NotInScript, RedisFailure.NotAllowed),
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
        RedisConnectionException => OfConnection(wrong),
        ObjectDisposedException => RedisFailure.NotConnected,
        RedisCommandException when wrong.Message.Contains("replica", StringComparison.Ordinal) => RedisFailure.ReadOnly,
        _ => RedisFailure.Other,
    };

    /// <summary>Why a connection cannot be had, in the words of who knows it best: Redis, or the system.</summary>
    public static string CauseOf(Exception wrong) => Causes(wrong).Last().Message;

    /// <summary>What a refusal of Redis means.</summary>
    // An error inside a script has its code in front, or, from what the script called, a little later
    internal static RedisFailure OfMessage(string message) => _codes
        .Where(known => message.StartsWith(known.Code, StringComparison.Ordinal) || message.Contains($"-{known.Code} ", StringComparison.Ordinal))
        .Select(static known => known.Failure)
        .FirstOrDefault(RedisFailure.Other);

    // What Redis refuses while the connection is made is told by its kind only
    private static RedisFailure OfConnection(Exception wrong)
    {
        var kinds = Causes(wrong).OfType<RedisConnectionException>().Select(static cause => cause.FailureType).ToList();
        return kinds.Contains(ConnectionFailureType.AuthenticationFailure) ? RedisFailure.NotAllowed
            : kinds.Contains(ConnectionFailureType.Loading) ? RedisFailure.Loading
            : RedisFailure.NotConnected;
    }

    private static IEnumerable<Exception> Causes(Exception wrong)
    {
        for (var cause = wrong; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
