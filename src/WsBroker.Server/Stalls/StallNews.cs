namespace WsBroker.Server.Stalls;

/// <summary>What a look has found that an operator should know.</summary>
internal abstract record StallNews
{
    /// <summary>Work waits for a thread, and has for too long.</summary>
    /// <param name="Waited">For how long by now.</param>
    public sealed record Waits(TimeSpan Waited) : StallNews;

    /// <summary>Work gets a thread again.</summary>
    /// <param name="Lasted">How long it had to wait.</param>
    public sealed record IsOver(TimeSpan Lasted) : StallNews;
}
