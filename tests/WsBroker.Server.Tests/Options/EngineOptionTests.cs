using WsBroker.Server.Options;

namespace WsBroker.Server.Tests.Options;

public sealed class EngineOptionTests
{
    [Theory]
    [InlineData("memory", null)]
    [InlineData("disk:log", "log")]
    [InlineData("disk:./log/", "./log/")]
    [InlineData("disk:/log", "/log")]
    public void Is_read_and_told_as_it_is_written(string text, string? folder)
    {
        Assert.True(EngineOption.TryParse(text, out var engine));
        Assert.Equal((folder, text), (engine.Folder, engine.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("disk")]
    [InlineData("disk:")]
    [InlineData("disk: ")]
    [InlineData("disk:not/there")]
    [InlineData("tape:/log")]
    [InlineData("disk:a\0b")]
    public void Is_nothing_else_and_the_folder_above_has_to_be_there(string text) => Assert.False(EngineOption.TryParse(text, out _));
}
