using System.Globalization;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Servers;

/// <summary>What the kernel says of the broker's process. Linux only.</summary>
internal sealed class ProcessVitals(ServerProcess server)
{
    // Whoever asks for the broker's health may have been between two connections
    private const int ComingAndGoing = 2;

    // sysconf(_SC_CLK_TCK) on every Linux that .NET runs on
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(10);

    /// <summary>Memory that is in RAM, in bytes.</summary>
    public long ResidentBytes => ReadKibibytes("VmRSS:") * 1024;

    /// <summary>The most memory that was ever in RAM, in bytes.</summary>
    public long PeakResidentBytes => ReadKibibytes("VmHWM:") * 1024;

    /// <summary>Sockets that are open.</summary>
    public int OpenSockets => Directory.EnumerateFileSystemEntries($"/proc/{server.Id}/fd").Count(IsSocket);

    /// <summary>Time on processors so far, to 10 ms.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{server.Id}/stat");
            // The name may hold spaces, so the fields are counted from its closing parenthesis; 14 and 15 in proc(5)
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return _tick * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Waits until no more sockets are open than there were before.</summary>
    public Task ReturnToSocketsAsync(int before) =>
        Eventually.IsAsync(
            () => OpenSockets <= before + ComingAndGoing,
            () => $"{OpenSockets} sockets are open, before there were {before}");

    private static bool IsSocket(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) is true;
        }
        catch (IOException)
        {
            // Closed since it was listed
            return false;
        }
    }

    private long ReadKibibytes(string name)
    {
        var line = File.ReadLines($"/proc/{server.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(name.Length, line.Length - name.Length - " kB".Length), CultureInfo.InvariantCulture);
    }
}
