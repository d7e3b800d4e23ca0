namespace WsBroker.Architecture.Tests;

public sealed class SourceFileTests
{
    private const int MaxLines = 350;

    // In pieces, so that this file does not find itself
    private static readonly string[] _notInTests = ["Thread." + "Sleep", "Task." + "Delay", "Skip" + " =", "Skip" + "="];

    [Fact]
    public void No_file_is_longer_than_five_screens()
    {
        var tooLong = Repository.SourceFiles("src").Concat(Repository.SourceFiles("tests"))
            .Select(static path => (Path: path, Lines: Repository.Read(path).AsSpan().Count('\n')))
            .Where(static file => file.Lines > MaxLines);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_test_sleeps_or_is_skipped()
    {
        foreach (var path in Repository.SourceFiles("tests"))
        {
            var text = Repository.Read(path);
            Assert.All(_notInTests, word => Assert.False(text.Contains(word, StringComparison.Ordinal), $"{path} has {word}"));
        }
    }
}
