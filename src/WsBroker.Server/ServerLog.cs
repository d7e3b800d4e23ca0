namespace WsBroker.Server;

/// <summary>Every line that the server itself can log. Its event ids are 4000 to 4999; the next free ones are 4007, 4013 and 4024.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(4000, LogLevel.Information, "The certificate in {File} has changed; new connections get the one that expires at {NotAfter:u}")]
    public static partial void CertificateReloaded(this ILogger logger, string file, DateTimeOffset notAfter);

    [LoggerMessage(4001, LogLevel.Warning, "The certificate in {File} has changed and cannot be used: {Problem}; the old one stays")]
    public static partial void CertificateKept(this ILogger logger, string file, string problem);

    [LoggerMessage(4002, LogLevel.Information, "The API keys in the configuration have changed; {Count} are good now")]
    public static partial void ApiKeysReloaded(this ILogger logger, int count);

    [LoggerMessage(4003, LogLevel.Warning, "The API keys stay as they are, since the configuration cannot be taken: {Problem}")]
    public static partial void ApiKeysKept(this ILogger logger, string problem);

    [LoggerMessage(4004, LogLevel.Debug, "{Method} {Route} is refused with {Status}")]
    public static partial void ApiRefused(this ILogger logger, string method, string route, int status);

    [LoggerMessage(4005, LogLevel.Warning, "Work has waited for a thread for {Waited}: all {Threads} of the pool are taken, and {Pending} pieces of work wait. So do clients")]
    public static partial void WorkWaits(this ILogger logger, TimeSpan waited, int threads, long pending);

    [LoggerMessage(4006, LogLevel.Information, "Work gets a thread again; it had to wait for {Lasted}")]
    public static partial void WorkGoesOn(this ILogger logger, TimeSpan lasted);

    [LoggerMessage(4010, LogLevel.Information, "The issuer's keys at {Address} have been fetched: {Count} can be used")]
    public static partial void KeysFetched(this ILogger logger, string address, int count);

    [LoggerMessage(4011, LogLevel.Warning, "The issuer's keys at {Address} could not be fetched: {Problem}; those that are known stay")]
    public static partial void KeysNotFetched(this ILogger logger, string address, string problem);

    [LoggerMessage(4012, LogLevel.Warning, "Insecure: {Setting}")]
    public static partial void SettingInsecure(this ILogger logger, string setting);

    [LoggerMessage(4020, LogLevel.Warning, "The webhook at {Address} is not asked for {Pause}, since it has failed too often; what it would be asked is {Fate}")]
    public static partial void WebhookGivenUp(this ILogger logger, string address, TimeSpan pause, string fate);

    [LoggerMessage(4021, LogLevel.Information, "The webhook at {Address} answers again")]
    public static partial void WebhookBack(this ILogger logger, string address);

    [LoggerMessage(4022, LogLevel.Warning, "The webhook at {Address} could not be told of {Count} events: {Problem}")]
    public static partial void EventsNotTold(this ILogger logger, string address, int count, string problem);

    [LoggerMessage(4023, LogLevel.Warning, "The webhook at {Address} has failed: {Problem}; what it was asked is {Fate}")]
    public static partial void WebhookFailed(this ILogger logger, string address, string problem, string fate);
}
