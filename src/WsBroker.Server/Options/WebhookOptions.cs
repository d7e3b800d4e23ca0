namespace WsBroker.Server.Options;

/// <summary>Which back ends are asked and told what clients do.</summary>
public sealed record WebhookOptions
{
    /// <summary>Who is asked before a client comes in; null if nobody is.</summary>
    public Uri? Connect { get; init; }

    /// <summary>Who is asked before a client subscribes; null if nobody is.</summary>
    public Uri? Subscribe { get; init; }

    /// <summary>Who is asked before a client publishes; null if nobody is.</summary>
    public Uri? Publish { get; init; }

    /// <summary>Who is told which clients come and go, and which topics are occupied; null if nobody is.</summary>
    public Uri? Events { get; init; }

    /// <summary>What requests are signed with. 32 bytes or more. A secret: not for logs.</summary>
    public string? Secret { get; init; }

    /// <summary>How long an answer may take. 100 ms to 30 s.</summary>
    // A client waits for it with all that it asks for next
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How many questions each webhook has to do with at once; more wait for their turn. 1 to 10,000.</summary>
    // A crowd of 5,000 is let in within the timeout if an answer takes 150 ms
    public int Questions { get; init; } = 256;

    /// <summary>Whether what nobody could be asked about is allowed.</summary>
    // Not, because else whoever keeps the back end busy may do everything
    public bool FailsOpen { get; init; }

    /// <summary>The most events that wait to be told; of more, the newest are dropped and counted. 1 to 1,000,000.</summary>
    // Some 10 MB
    public int QueuedEvents { get; init; } = 10_000;

    /// <summary>Whether nobody may do anything that a back end has not let in.</summary>
    internal bool GuardEntry => Connect is not null && !FailsOpen;

    /// <summary>All addresses that are set.</summary>
    internal IEnumerable<Uri> Addresses => new[] { Connect, Subscribe, Publish, Events }.OfType<Uri>();
}
