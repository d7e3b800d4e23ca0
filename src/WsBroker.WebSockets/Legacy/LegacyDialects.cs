namespace WsBroker.WebSockets.Legacy;

/// <summary>What browsers spoke before RFC 6455. Nothing outside this folder knows one of them by name.</summary>
public static class LegacyDialects
{
    /// <summary>All of them: hybi drafts 8 to 12 (version 8), hybi draft 7 (version 7), hixie-76 (which names no version).</summary>
    public static IReadOnlyList<Dialect> All { get; } = [new HybiDialect("8"), new HybiDialect("7"), new HixieDialect()];
}
