using WsBroker.Broker.Hooks;

namespace WsBroker.Server.Webhooks;

/// <summary>Something that a webhook is to be told.</summary>
/// <param name="What">What has happened; no question.</param>
/// <param name="At">When.</param>
internal readonly record struct HookEvent(HooksMessage What, DateTimeOffset At);
