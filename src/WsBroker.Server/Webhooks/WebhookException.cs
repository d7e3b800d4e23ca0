namespace WsBroker.Server.Webhooks;

/// <summary>A webhook has answered in a way that is no answer.</summary>
internal sealed class WebhookException(string message) : Exception(message);
