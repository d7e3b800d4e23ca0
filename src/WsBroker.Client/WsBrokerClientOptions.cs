using System.Globalization;
using System.Net.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using WsBroker.Client.Messages;

namespace WsBroker.Client;

/// <summary>What a client is called, and what its connection may cost. Immutable.</summary>
public sealed record WsBrokerClientOptions
{
    /// <summary>The most bytes that <see cref="Info"/> can have.</summary>
    public const int MaxInfoBytes = 1024;

    private static readonly TimeSpan _longest = TimeSpan.FromHours(1);

    /// <summary>The name that the server is told, for its lists of connections; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// What else other clients are told of this one where they ask who is there: one JSON value in UTF-8 of at most
    /// <see cref="MaxInfoBytes"/>, or empty.
    /// </summary>
    public ReadOnlyMemory<byte> Info { get; init; }

    /// <summary>
    /// Gives the token (a JWT) for a connection; null for none. Asked before each connection, and again when four fifths of
    /// what was left of a token's life are over: the server takes the new one without an interruption. What it throws while
    /// a connection stands is logged, and it is asked again.
    /// </summary>
    public Func<CancellationToken, ValueTask<string?>>? Token { get; init; }

    /// <summary>How long name lookup, TCP, TLS, handshake and greeting may take together. 1 ms to 1 h.</summary>
    // Several lost SYNs (1 + 2 + 4 s) and a slow handshake after them
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After how much silence of the server a ping is sent. 1 ms to 1 h.</summary>
    // Below the 30 s after which the strictest of common proxies cut an idle connection
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How long after a ping something must come before the connection counts as lost. 1 ms to 1 h.</summary>
    // Two lost packets on a slow mobile network
    public TimeSpan PongTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the server may take to answer our close frame. 1 ms to 1 h.</summary>
    // One round trip and a busy server; nothing is lost by not waiting longer
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait before connecting again.</summary>
    public ReconnectOptions Reconnect { get; init; } = new();

    /// <summary>
    /// The largest message of the server, in bytes; for a larger one the connection is given up. 1 KiB to 1 GiB.
    /// </summary>
    // The server's largest publication is 1 MiB unless configured otherwise; Base64 and escapes make more of it
    public int MaxMessageBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>
    /// Whether permessage-deflate is offered (RFC 7692); commands of 256 bytes and more are compressed then, each by itself.
    /// </summary>
    public bool Compression { get; init; } = true;

    /// <summary>
    /// Bytes that wait in one subscription before the connection is not read any further, so that the server, and not
    /// this process, decides what becomes of a subscriber that is too slow. 1 to 1 GiB.
    /// </summary>
    // As much as the server queues for one connection unless configured otherwise
    public int MaxBufferedBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// How far a subscription may go beyond <see cref="MaxBufferedBytes"/>, in bytes, because an answer is awaited that
    /// comes behind its messages. Beyond, the subscription ends with <see cref="ClientErrorCode.SubscriberTooSlow"/>. 0
    /// to 1 GiB.
    /// </summary>
    // What can lie before an answer: the server's queue of 1 MiB and the socket buffers of both sides, some 6 MiB each
    public int MaxExcessBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Publications that may wait for their acknowledgement; further ones wait before they are sent. 1 to 1,000,000.
    /// </summary>
    // Fills a network of 10 ms and 100,000 publications a second; the server holds publishers back at about as many
    public int MaxUnacknowledged { get; init; } = 1024;

    /// <summary>
    /// How TLS is spoken; null for the system's certificates and the host of the address. Only for <c>wss</c>. Must not
    /// change once a client has it; may serve many, of different hosts if it names none.
    /// </summary>
    public SslClientAuthenticationOptions? Tls { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the fate of connections is logged.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>What is wrong with a value and what is allowed; null if all are good.</summary>
    internal string? FindProblem() =>
        CheckTime(ConnectTimeout, nameof(ConnectTimeout))
        ?? CheckTime(PingInterval, nameof(PingInterval))
        ?? CheckTime(PongTimeout, nameof(PongTimeout))
        ?? CheckTime(CloseTimeout, nameof(CloseTimeout))
        ?? CheckCount(MaxMessageBytes, 1024, 1 << 30, nameof(MaxMessageBytes))
        ?? CheckCount(MaxBufferedBytes, 1, 1 << 30, nameof(MaxBufferedBytes))
        ?? CheckCount(MaxExcessBytes, 0, 1 << 30, nameof(MaxExcessBytes))
        ?? CheckCount(MaxUnacknowledged, 1, 1_000_000, nameof(MaxUnacknowledged))
        ?? CheckReconnect()
        ?? CheckInfo();

    private static string? CheckTime(TimeSpan value, string name) =>
        value < TimeSpan.FromMilliseconds(1) || value > _longest
            ? $"{name} is {value}; allowed are 1 ms to 1 h."
            : null;

    private static string? CheckCount(int value, int least, int most, string name) => value < least || value > most
        ? string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; allowed are {least} to {most}.")
        : null;

    private string? CheckReconnect()
    {
        var (first, longest) = (Reconnect.FirstDelay, Reconnect.MaxDelay);
        return first < TimeSpan.Zero || longest < first || longest > _longest
            ? $"Reconnect is {first} to {longest}; allowed are 0 to 1 h, FirstDelay not above MaxDelay."
            : null;
    }

    private string? CheckInfo()
    {
        if (Info.Length > MaxInfoBytes)
        {
            return string.Create(CultureInfo.InvariantCulture, $"Info has {Info.Length} bytes; allowed are {MaxInfoBytes}.");
        }

        return Info.IsEmpty || JsonValues.IsValue(Info.Span) ? null : "Info is not one JSON value in UTF-8.";
    }
}
