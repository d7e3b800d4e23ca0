using WsBroker.Protocols;

namespace WsBroker.Gateway.Connections;

/// <summary>Why a connection ends, as its client protocol judges it.</summary>
internal static class VerdictReasons
{
    /// <summary>The reason; null if the connection goes on.</summary>
    public static EndReason? ToEndReason(this Verdict verdict) => verdict switch
    {
        Verdict.WrongKind => EndReason.WrongKind,
        Verdict.NotAllowed => EndReason.NotAllowed,
        Verdict.TooFast => EndReason.TooFast,
        Verdict.TokenExpired => EndReason.TokenExpired,
        Verdict.TryLater => EndReason.TryLater,
        Verdict.TakenOver => EndReason.TakenOver,
        Verdict.GoOn or Verdict.Mistaken or Verdict.SendBack or _ => null,
    };
}
