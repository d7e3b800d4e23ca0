using System.Diagnostics.Metrics;
using WsBroker.Disk;
using WsBroker.Server.Options;

namespace WsBroker.Server.Hosting;

/// <summary>The log on disk of an engine that has one.</summary>
internal static class DiskEngine
{
    /// <summary>Opens the log.</summary>
    /// <returns>The log; null if the engine has none.</returns>
    /// <exception cref="InvalidOptionsException">The folder cannot be used.</exception>
    public static DiskTopicStore? Open(EngineOption engine, IMeterFactory meters, ILoggerFactory loggers)
    {
        try
        {
            return engine.Folder is { } folder
                ? DiskTopicStore.Open(new DiskOptions(folder), loggers.CreateLogger("WsBroker.Disk"), meters)
                : null;
        }
        catch (DiskStoreException problem)
        {
            throw new InvalidOptionsException($"The engine '{engine}' cannot be used. {problem.Message}");
        }
    }
}
