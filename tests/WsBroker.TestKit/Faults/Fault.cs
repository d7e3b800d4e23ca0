namespace WsBroker.TestKit.Faults;

/// <summary>What befalls the bytes that go one way through a <see cref="FaultProxy"/>.</summary>
public sealed record Fault
{
    /// <summary>Nothing.</summary>
    public static Fault None { get; } = new();

    /// <summary>They are taken and never arrive, and the connection stays: one half of a network that drops all.</summary>
    public static Fault Blackhole { get; } = new() { Swallows = true };

    /// <summary>After so long TCP sends again what got lost: the shortest time that systems wait.</summary>
    public static TimeSpan Resent { get; } = TimeSpan.FromMilliseconds(200);

    /// <summary>They arrive so much later, in their order.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>And by up to so much more, each piece by another time, still in their order.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Of a hundred pieces so many get lost, as TCP makes it good: they, and with them what follows, arrive <see cref="Resent"/> later. 0 to 100.</summary>
    public int LossPercent { get; init; }

    /// <summary>So many of them pass in a second; null for as many as there are.</summary>
    public int? BytesPerSecond { get; init; }

    /// <summary>Whether they are taken and thrown away.</summary>
    public bool Swallows { get; init; }

    /// <summary>After so many of a connection, it breaks; null for never.</summary>
    public long? CutAfter { get; init; }

    /// <summary>Whether each piece arrives twice, which no TCP does: what a broken middlebox may.</summary>
    public bool Repeats { get; init; }
}
