using System.Globalization;

namespace WsBroker.TestKit;

/// <summary>How large the tests are that could be of any size: WSBROKER_TEST_SCALE=10 makes them ten times as large as they are in each run.</summary>
public static class Scale
{
    private static readonly int _factor =
        Environment.GetEnvironmentVariable("WSBROKER_TEST_SCALE") is { } wanted ? int.Parse(wanted, CultureInfo.InvariantCulture) : 1;

    /// <summary>Whether this run is larger than each run is: what is of a fixed length, such as a fault, then has its whole length.</summary>
    public static bool IsLong => _factor > 1;

    /// <summary>As many of something as this run has, of which each run has at least <paramref name="count"/>.</summary>
    public static int Of(int count) => count * _factor;
}
