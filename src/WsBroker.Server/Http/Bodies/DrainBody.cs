using System.Text.Json.Serialization;

namespace WsBroker.Server.Http.Bodies;

/// <summary>Which node is to end. What has no meaning is not passed over: it might be another node that was meant.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DrainBody
{
    /// <summary>The node's id, as <c>GET /api/nodes</c> tells it.</summary>
    public string? Node { get; init; }
}
