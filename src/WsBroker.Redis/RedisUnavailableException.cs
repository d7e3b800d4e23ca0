namespace WsBroker.Redis;

/// <summary>Redis did not do what it was asked. With <see cref="RedisFailure.Timeout"/> it may have, all the same.</summary>
public sealed class RedisUnavailableException : Exception
{
    /// <summary>Makes one.</summary>
    public RedisUnavailableException()
        : this(RedisFailure.Other, "Redis failed.")
    {
    }

    /// <summary>Makes one with a message.</summary>
    public RedisUnavailableException(string message)
        : this(RedisFailure.Other, message)
    {
    }

    /// <summary>Makes one with a message and what it comes from.</summary>
    public RedisUnavailableException(string message, Exception innerException)
        : this(RedisFailure.Other, message, innerException)
    {
    }

    /// <summary>Makes one of a kind.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="message">In words.</param>
    /// <param name="innerException">What it comes from, or null.</param>
    public RedisUnavailableException(RedisFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>Why.</summary>
    public RedisFailure Failure { get; }
}
