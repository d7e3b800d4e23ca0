namespace WsBroker.Server.Http.Bodies;

/// <summary>Whose subscription ends, and which.</summary>
internal sealed record UnsubscribeBody : ConnectionSelection
{
    /// <summary>The topic or filter, as it was subscribed to.</summary>
    public string? Topic { get; init; }
}
