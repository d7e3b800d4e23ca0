using System.Diagnostics.Metrics;

namespace WsBroker.Server.Webhooks;

/// <summary>What is counted of webhooks, under the meter <see cref="MeterName"/>. Thread-safe.</summary>
internal sealed class WebhookMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "WsBroker.Webhooks";

    private readonly Meter _meter;
    private readonly Counter<long> _questions;
    private readonly Counter<long> _events;

    /// <param name="meters">Makes the meter, or null for one of its own.</param>
    public WebhookMetrics(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _questions = _meter.CreateCounter<long>(
            "wsbroker.webhooks.questions", unit: "{question}", description: "What webhooks were asked, by what came of it.");
        _events = _meter.CreateCounter<long>(
            "wsbroker.webhooks.events", unit: "{event}", description: "Events for the webhook, by what became of them.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>A question has been answered, or could not be asked.</summary>
    public void Answered(string outcome) => _questions.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Events have been told, or have not.</summary>
    public void Told(int count, string outcome) => _events.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
}
