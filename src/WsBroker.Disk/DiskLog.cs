using Microsoft.Extensions.Logging;

namespace WsBroker.Disk;

/// <summary>Every line that the store on disk can log. Its event ids are 5000 to 5999; the next free one is 5010.</summary>
internal static partial class DiskLog
{
    [LoggerMessage(5000, LogLevel.Information, "{Folder}: {Topics} topics in {Segments} files, {Bytes} bytes, read in {Milliseconds} ms")]
    public static partial void Opened(this ILogger logger, string folder, int topics, int segments, long bytes, long milliseconds);

    [LoggerMessage(5001, LogLevel.Warning, "{Folder}: the end of {File} was torn at position {Position}, and {Bytes} bytes are cut off: a commit that nobody was told of")]
    public static partial void TornEnd(this ILogger logger, string folder, string file, long position, long bytes);

    [LoggerMessage(5002, LogLevel.Error, "{Folder}: {File} is damaged at position {Position}, {Bytes} bytes; what was stored there is not served, and topics that may have lost by it have new epochs")]
    public static partial void DamageFound(this ILogger logger, string folder, string file, long position, long bytes);

    [LoggerMessage(5003, LogLevel.Error, "{Folder}: the file with number {Number} (hexadecimal {Number:x8}) is missing; topics that may have lost by it have new epochs")]
    public static partial void SegmentMissing(this ILogger logger, string folder, int number);

    [LoggerMessage(5004, LogLevel.Error, "{Folder}: {File} cannot be written ({Failure}); publications are refused until it can")]
    public static partial void WriteFailed(this ILogger logger, Exception exception, string folder, string file, DiskFailure failure);

    [LoggerMessage(5005, LogLevel.Critical, "{Folder}: {File} could not be synced or cut back. What the system says of it can't be trusted any more, so publications are refused until the broker is started again")]
    public static partial void SyncFailed(this ILogger logger, Exception exception, string folder, string file);

    [LoggerMessage(5006, LogLevel.Information, "{Folder}: publications are stored again")]
    public static partial void WriteRecovered(this ILogger logger, string folder);

    [LoggerMessage(5007, LogLevel.Error, "{Folder}: {File} is damaged at position {Position}; what was stored there of {Topic} is not served")]
    public static partial void RecordDamaged(this ILogger logger, string folder, string file, long position, string topic);

    [LoggerMessage(5008, LogLevel.Error, "{Folder}: {File} cannot be read")]
    public static partial void ReadFailed(this ILogger logger, Exception exception, string folder, string file);

    [LoggerMessage(5009, LogLevel.Error, "{Folder}: a file that is not needed any more cannot be removed; tried again with the next commit")]
    public static partial void TidyFailed(this ILogger logger, Exception exception, string folder);
}
