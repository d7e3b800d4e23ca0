using System.Diagnostics.Metrics;

namespace WsBroker.Server.Webhooks;

/// <summary>What is counted of webhooks, under the meter <see cref="MeterName"/>. Thread-safe.</summary>
internal sealed class WebhookMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "WsBroker.Webhooks";

    private readonly Counter<long> _questions;
    private readonly UpDownCounter<long> _waiting;
    private readonly Counter<long> _events;

    /// <param name="meters">Makes the meter, and owns it.</param>
    public WebhookMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _questions = meter.CreateCounter<long>(
            "wsbroker.webhooks.questions", unit: "{question}", description: "What webhooks were asked, by what came of it.");
        _waiting = meter.CreateUpDownCounter<long>(
            "wsbroker.webhooks.waiting", unit: "{question}", description: "Questions that wait for their turn.");
        _events = meter.CreateCounter<long>(
            "wsbroker.webhooks.events", unit: "{event}", description: "Events for the webhook, by what became of them.");
    }

    /// <summary>A question has been answered, or could not be asked.</summary>
    public void Answered(string outcome) => _questions.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>So many questions more wait for their turn, or fewer.</summary>
    public void Waiting(int more) => _waiting.Add(more);

    /// <summary>Events have been told, or have not.</summary>
    public void Told(int count, string outcome) => _events.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
}
