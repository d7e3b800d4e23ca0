namespace WsBroker.Server.Http.Bodies;

/// <summary>A publication to one topic or to several. For the description.</summary>
internal sealed record PublishBody : Payload
{
    /// <summary>The topic, or else…</summary>
    public string? Topic { get; init; }

    /// <summary>…1 to 1000 topics.</summary>
    public IReadOnlyList<string>? Topics { get; init; }
}
