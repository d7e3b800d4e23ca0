using System.Diagnostics.Metrics;
using WsBroker.Broker.Access;

namespace WsBroker.Server.Auth;

/// <summary>What is counted of tokens and keys, under the meter <see cref="MeterName"/>. Thread-safe.</summary>
/// <remarks>No label bears anything that a client chose.</remarks>
internal sealed class AuthMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "WsBroker.Auth";

    private const int Accepted = 0;
    private const int Unavailable = 1;
    private const int FirstProblem = 2;

    private readonly Meter _meter;
    private readonly Counter<long> _fetches;
    private readonly long[] _tokens = new long[FirstProblem + Enum.GetValues<TokenProblem>().Length];

    /// <summary>Nothing is counted yet.</summary>
    /// <param name="meters">Makes the meter, and owns it.</param>
    public AuthMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _fetches = _meter.CreateCounter<long>(
            "wsbroker.keys.fetches", unit: "{fetch}", description: "Fetches of keys that issuers publish, by what came of them.");
        _meter.CreateObservableCounter(
            "wsbroker.tokens", Tokens, unit: "{token}", description: "Tokens that clients presented, by what came of them.");
    }

    /// <summary>Reports how many settings are insecure.</summary>
    public void Observe(int insecureSettings) => _meter.CreateObservableGauge(
        "wsbroker.insecure_settings", () => insecureSettings, unit: "{setting}", description: "Settings in effect that are insecure.");

    /// <summary>Reports how many revocations are in force.</summary>
    public void Observe(Revocations revocations) => _meter.CreateObservableGauge(
        "wsbroker.revocations", () => revocations.Count, unit: "{revocation}", description: "Revocations in force.");

    /// <summary>A client has presented a token.</summary>
    public void Verified(Verification verification) => Interlocked.Increment(ref _tokens[verification switch
    {
        Verification.Accepted => Accepted,
        Verification.Refused refused => FirstProblem + (int)refused.Problem,
        _ => Unavailable,
    }]);

    /// <summary>Keys have been asked for.</summary>
    /// <param name="isGood">Whether there are any; if not, the old ones stay.</param>
    public void KeysFetched(bool isGood) =>
        _fetches.Add(1, new KeyValuePair<string, object?>("outcome", isGood ? "taken" : "failed"));

    // Counted here and told when asked, since each connection that comes counts
    private IEnumerable<Measurement<long>> Tokens()
    {
        for (var outcome = 0; outcome < _tokens.Length; outcome++)
        {
            var count = Interlocked.Read(ref _tokens[outcome]);
            if (count > 0)
            {
                yield return new Measurement<long>(count, new KeyValuePair<string, object?>("outcome", NameOf(outcome)));
            }
        }
    }

    private static string NameOf(int outcome) => outcome switch
    {
        Accepted => "accepted",
        Unavailable => "unavailable",
        _ => ((TokenProblem)(outcome - FirstProblem)).ToString(),
    };
}
