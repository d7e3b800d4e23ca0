namespace WsBroker.Conformance.Tests.Rfc9112;

/// <summary>The requests of all rows.</summary>
internal static class HttpCases
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<HttpCase> All { get; } = [.. FramingCases.All, .. HeadCases.All];

    /// <summary>The one that calls itself so.</summary>
    public static HttpCase Find(string title) => All.Single(one => one.ToString().Equals(title, StringComparison.Ordinal));
}
