using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Server.Http;

/// <summary>What <c>POST /api/publish</c> asks for.</summary>
/// <param name="Topics">Where to publish, at least one.</param>
/// <param name="Content">What to publish.</param>
internal sealed record PublishRequest(IReadOnlyList<TopicName> Topics, Content Content);
