using System.Text.Json.Serialization;

namespace WsBroker.Server.Http.Bodies;

/// <summary>Which connections are meant: exactly one of user and client.</summary>
internal record ConnectionSelection
{
    /// <summary>All of a user, or else…</summary>
    public string? User { get; init; }

    /// <summary>…one.</summary>
    public string? Client { get; init; }

    /// <summary>Whose user it is; none: as the API key says.</summary>
    public string? Tenant { get; init; }

    /// <summary>Whether it says just one of both.</summary>
    [JsonIgnore]
    public bool IsValid => User is null != Client is null && (Tenant is null || User is not null);
}
