using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace WsBroker.Server.Hosting;

/// <summary>Tells systemd how the service does, over the socket that it has given us for that (sd_notify(3)).</summary>
/// <remarks>Thread-safe. That nobody hears is no failure of ours.</remarks>
internal sealed class Systemd : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
    private readonly UnixDomainSocketEndPoint _ears;

    private Systemd(string address, TimeSpan? watchdog)
    {
        // A name that is no file begins with a NUL (unix(7)), which is written as @
        _ears = new UnixDomainSocketEndPoint(address.StartsWith('@') ? $"\0{address[1..]}" : address);
        Watchdog = watchdog;
    }

    /// <summary>How often it wants to hear that all is well, or ends us; null if it does not.</summary>
    public TimeSpan? Watchdog { get; }

    /// <summary>What the environment of the process says.</summary>
    /// <param name="variable">A variable, or null.</param>
    /// <returns>Null if no systemd wants to be told.</returns>
    public static Systemd? Of(Func<string, string?> variable)
    {
        var address = variable("NOTIFY_SOCKET");
        return address is ['/' or '@', _, ..] ? new Systemd(address, ReadWatchdog(variable)) : null;
    }

    /// <summary>The service can be used.</summary>
    public void TellReady() => Tell("READY=1");

    /// <summary>The service comes to its end.</summary>
    public void TellStopping() => Tell("STOPPING=1");

    /// <summary>All is well.</summary>
    public void TellAlive() => Tell("WATCHDOG=1");

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static TimeSpan? ReadWatchdog(Func<string, string?> variable)
    {
        var process = variable("WATCHDOG_PID");
        var isForUs = process is null || string.Equals(process, Environment.ProcessId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return isForUs && long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
    }

    private void Tell(string news)
    {
        try
        {
            _socket.SendTo(Encoding.ASCII.GetBytes(news), _ears);
        }
        catch (SocketException)
        {
            // It is restarting, or has too much to read: it will be told again
        }
    }
}
