using System.Security.Cryptography;

namespace WsBroker.Client;

/// <summary>
/// How long a client waits before it connects again: a random part of a bound that doubles with each try.
/// </summary>
public sealed record ReconnectOptions
{
    /// <summary>The most before the first try; doubled for each further one. 0 to 1 h.</summary>
    // A server that restarts is often back within it; a thousand clients are spread over it
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The most before any try; half of it, where the connection stands and a subscription alone is to be had again. <see cref="FirstDelay"/> to 1 h.
    /// </summary>
    // A person in front of a screen still waits for it
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Which part of the bound is waited: gives numbers from 0 up to, not including, 1. Called by one thread at a time.
    /// </summary>
    // All of the bound is drawn from, so that clients cut off together do not come back together
    public Func<double> Jitter { get; init; } = () => RandomNumberGenerator.GetInt32(1 << 24) / (double)(1 << 24);

    /// <summary>The same for subscriptions: a try costs no connection.</summary>
    internal ReconnectOptions ForSubscriptions => this with { MaxDelay = MaxDelay / 2 };
}
