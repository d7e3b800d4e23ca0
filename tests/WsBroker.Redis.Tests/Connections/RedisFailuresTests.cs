using StackExchange.Redis;
using WsBroker.Redis.Connections;

namespace WsBroker.Redis.Tests.Connections;

public sealed class RedisFailuresTests
{
    [Theory]
    [InlineData("OOM command not allowed when used memory > 'maxmemory'.", RedisFailure.OutOfMemory)]
    [InlineData("READONLY You can't write against a read only replica.", RedisFailure.ReadOnly)]
    [InlineData("NOREPLICAS Not enough good replicas to write.", RedisFailure.ReadOnly)]
    [InlineData("LOADING Redis is loading the dataset in memory", RedisFailure.Loading)]
    [InlineData("BUSY Redis is busy running a script.", RedisFailure.Busy)]
    [InlineData("MISCONF Errors writing to the AOF file: No space left on device", RedisFailure.Misconfigured)]
    [InlineData("NOAUTH Authentication required.", RedisFailure.NotAllowed)]
    [InlineData("CLUSTERDOWN Hash slot not served", RedisFailure.ClusterDown)]
    [InlineData("ERR The user executing the script can't run this command or subcommand script: 1, on @user_script:5.", RedisFailure.NotAllowed)]
    [InlineData("WRONGTYPE Operation against a key holding the wrong kind of value script: 1, on @user_script:1.", RedisFailure.WrongType)]
    [InlineData("ERR Error running script: @user_script:1: -OOM command not allowed", RedisFailure.OutOfMemory)]
    [InlineData("ERR something else", RedisFailure.Other)]
    public void RD_09_Each_refusal_of_Redis_has_its_reason(string message, RedisFailure failure) =>
        Assert.Equal(failure, RedisFailures.OfMessage(message));

    [Theory]
    [InlineData(ConnectionFailureType.Loading, RedisFailure.Loading)]
    [InlineData(ConnectionFailureType.AuthenticationFailure, RedisFailure.NotAllowed)]
    [InlineData(ConnectionFailureType.SocketClosed, RedisFailure.NotConnected)]
    public void RD_09_RD_18_What_is_refused_while_the_connection_is_made_has_its_reason(ConnectionFailureType refusal, RedisFailure failure)
    {
        var cause = Failed(refusal);

        Assert.Equal(failure, RedisFailures.Of(cause));
        Assert.Equal(failure, RedisFailures.Of(Failed(ConnectionFailureType.UnableToConnect, cause)));
    }

    private static RedisConnectionException Failed(ConnectionFailureType kind, Exception? cause = null) =>
        new(kind, CommandFlags.None, "There is no connection.", cause, CommandStatus.Unknown);
}
