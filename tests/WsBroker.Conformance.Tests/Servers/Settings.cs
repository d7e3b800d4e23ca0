using System.Globalization;
using WsBroker.TestKit;

namespace WsBroker.Conformance.Tests.Servers;

/// <summary>Settings that tests change, as arguments of <c>serve</c>.</summary>
internal static class Settings
{
    /// <summary>The largest message by default, in bytes.</summary>
    public const int MaxMessageBytes = 1024 * 1024;

    /// <summary>The most frames of one message by default.</summary>
    public const int MaxFragments = 1024;

    /// <summary>The longest head by default, in bytes.</summary>
    public const int MaxHeadBytes = 32 * 1024;

    /// <summary>Starts a broker of the test's own.</summary>
    public static Task<ServerProcess> StartAsync(params IEnumerable<(string Key, string Value)> settings) =>
        ServerProcess.StartAsync([.. Arguments(settings)]);

    /// <summary>Starts a broker of the test's own, with a second address that speaks TLS.</summary>
    public static Task<ServerProcess> StartSecureAsync(TestCertificate certificate, params IEnumerable<(string Key, string Value)> settings) =>
        ServerProcess.StartAsync(["--listen", "https://127.0.0.1:0", "--certificate", certificate.PemFile, .. Arguments(settings)]);

    public static (string Key, string Value) HandshakeTimeout(double seconds) => Duration("connection:handshakeTimeout", seconds);

    public static (string Key, string Value) PingInterval(double seconds) => Duration("connection:pingInterval", seconds);

    public static (string Key, string Value) PongTimeout(double seconds) => Duration("connection:pongTimeout", seconds);

    public static (string Key, string Value) CloseTimeout(double seconds) => Duration("connection:closeTimeout", seconds);

    public static (string Key, string Value) WriteTimeout(double seconds) => Duration("connection:writeTimeout", seconds);

    public static (string Key, string Value) MessageTimeout(double seconds) => Duration("connection:messageTimeout", seconds);

    public static (string Key, string Value) Fragments(int count) => Number("limits:fragments", count);

    public static (string Key, string Value) QueuedBytes(int bytes) => Number("limits:queuedBytes", bytes);

    public static (string Key, string Value) TotalQueuedBytes(int bytes) => Number("limits:totalQueuedBytes", bytes);

    public static (string Key, string Value) Connections(int count) => Number("limits:connections", count);

    public static (string Key, string Value) ConnectionsPerAddress(int count) => Number("limits:connectionsPerAddress", count);

    public static (string Key, string Value) HttpConnections(int count) => Number("limits:httpConnections", count);

    public static (string Key, string Value) HandshakesPerSecond(int count) => Number("limits:handshakesPerSecond", count);

    private static IEnumerable<string> Arguments(IEnumerable<(string Key, string Value)> settings) =>
        settings.SelectMany(static setting => new[] { "--set", $"{setting.Key}={setting.Value}" });

    private static (string Key, string Value) Number(string key, int value) => (key, value.ToString(CultureInfo.InvariantCulture));

    private static (string Key, string Value) Duration(string key, double seconds) =>
        (key, TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture));
}
