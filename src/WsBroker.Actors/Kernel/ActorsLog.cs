using Microsoft.Extensions.Logging;

namespace WsBroker.Actors.Kernel;

/// <summary>
/// Every line that the actor kernel can log. Its event ids are 1000 to 1999; the next free one is 1003.
/// </summary>
internal static partial class ActorsLog
{
    [LoggerMessage(1000, LogLevel.Error, "{Actor} failed in {Step} and stops")]
    public static partial void ActorStops(this ILogger logger, Exception failure, string actor, CellStep step);

    [LoggerMessage(1001, LogLevel.Error, "{Actor} failed in {Step} and restarts")]
    public static partial void ActorRestarts(this ILogger logger, Exception failure, string actor, CellStep step);

    [LoggerMessage(1002, LogLevel.Error, "{Actor} failed in {Step}; it goes on as if it had not")]
    public static partial void FailurePassedOver(this ILogger logger, Exception failure, string actor, CellStep step);
}
