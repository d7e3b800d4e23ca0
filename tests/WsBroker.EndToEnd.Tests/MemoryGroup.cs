using System.Diagnostics;
using System.Globalization;

namespace WsBroker.EndToEnd.Tests;

/// <summary>A control group of Linux, as containers are made of, whose processes may use so much memory and are killed beyond.</summary>
/// <remarks>Lies in the group of the test run, or beside it. To be disposed of when its process has ended.</remarks>
internal sealed class MemoryGroup : IDisposable
{
    private const string Root = "/sys/fs/cgroup";

    private readonly string _folder;
    private readonly bool _isFirstVersion;

    private MemoryGroup(string folder, bool isFirstVersion) => (_folder, _isFirstVersion) = (folder, isFirstVersion);

    /// <summary>The most that its process has used at a time, in bytes.</summary>
    public long Peak => long.Parse(Read(_isFirstVersion ? "memory.max_usage_in_bytes" : "memory.peak"), CultureInfo.InvariantCulture);

    /// <summary>How often one was killed for its memory.</summary>
    public int Kills => Read(_isFirstVersion ? "memory.oom_control" : "memory.events").Split('\n')
        .Where(static line => line.StartsWith("oom_kill ", StringComparison.Ordinal))
        .Sum(static line => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));

    /// <summary>Makes one.</summary>
    /// <param name="bytes">How much memory.</param>
    /// <returns>Null where tests may not.</returns>
    public static MemoryGroup? TryMake(long bytes)
    {
        var lines = File.ReadAllLines("/proc/self/cgroup");
        var first = Array.Find(lines, static line => line.Contains(":memory:", StringComparison.Ordinal))?.Split(':')[2];
        var second = Array.Find(lines, static line => line.StartsWith("0::", StringComparison.Ordinal))?.Split(':')[2];
        return first is not null
            ? TryMake(Path.Join($"{Root}/memory", first), "memory.limit_in_bytes", bytes, isFirstVersion: true)
            : TryMake(Path.Join(Root, Path.GetDirectoryName(second)), "memory.max", bytes, isFirstVersion: false);
    }

    /// <summary>Has a command run in it.</summary>
    public ProcessStartInfo Enclose(ProcessStartInfo command)
    {
        string[] into = ["-c", "echo $$ > \"$0\" && exec \"$@\"", Path.Combine(_folder, "cgroup.procs"), command.FileName];
        foreach (var (argument, at) in into.Select(static (argument, at) => (argument, at)))
        {
            command.ArgumentList.Insert(at, argument);
        }

        command.FileName = "/bin/sh";
        return command;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder);

    private static MemoryGroup? TryMake(string parent, string limit, long bytes, bool isFirstVersion)
    {
        var folder = Path.Combine(parent, $"wsbroker-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(folder);
            if (File.Exists(Path.Combine(folder, limit)))
            {
                File.WriteAllText(Path.Combine(folder, limit), bytes.ToString(CultureInfo.InvariantCulture));
                return new MemoryGroup(folder, isFirstVersion);
            }

            Directory.Delete(folder);
            return null;
        }
        catch (Exception forbidden) when (forbidden is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder, file)).Trim();
}
