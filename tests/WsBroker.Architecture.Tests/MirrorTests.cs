namespace WsBroker.Architecture.Tests;

public sealed class MirrorTests
{
    // Tests whose subject is not one type of that name, and what it is instead
    private static readonly Dictionary<string, string> _exceptions = new(StringComparer.Ordinal)
    {
        ["tests/WsBroker.Gateway.Tests/Transports/InMemoryTransportTests.cs"] = "the contract of transports, on the one in TestKit",
    };

    // Folders for tests of another kind than of one type: here the client with the real server
    private static readonly string[] _otherKinds = ["/AgainstServer/"];

    private static readonly string[] _mirrored = ["Actors", "WebSockets", "Broker", "Protocols", "Gateway", "Disk", "Redis", "Client", "Server"];

    [Fact]
    public void Every_test_stands_where_its_subject_stands()
    {
        var sources = Repository.SourceFiles("src").ToHashSet(StringComparer.Ordinal);
        var lost = Tests()
            .Where(static test => !Array.Exists(_otherKinds, folder => test.Contains(folder, StringComparison.Ordinal)))
            .Where(test => !sources.Contains(SubjectOf(test)) && !_exceptions.ContainsKey(test));

        Assert.Empty(lost);
    }

    [Fact]
    public void Every_exception_is_still_needed() =>
        Assert.All(_exceptions.Keys, static path => Assert.True(File.Exists(Path.Combine(Repository.Root, path)), $"{path} is gone"));

    private static IEnumerable<string> Tests() => Repository.SourceFiles("tests")
        .Where(static path => path.EndsWith("Tests.cs", StringComparison.Ordinal))
        .Where(static path => Array.Exists(
            _mirrored, layer => path.StartsWith($"tests/WsBroker.{layer}.Tests/", StringComparison.Ordinal)));

    private static string SubjectOf(string test) =>
        $"src{test["tests".Length..^"Tests.cs".Length]}.cs".Replace(".Tests/", "/", StringComparison.Ordinal);
}
