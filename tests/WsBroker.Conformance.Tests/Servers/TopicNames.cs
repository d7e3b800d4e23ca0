using System.Globalization;

namespace WsBroker.Conformance.Tests.Servers;

/// <summary>Topics that no other test uses.</summary>
internal static class TopicNames
{
    private static int _last;

    /// <summary>A new name.</summary>
    public static string Next() => string.Create(CultureInfo.InvariantCulture, $"conformance/{Interlocked.Increment(ref _last)}");
}
