using Microsoft.Extensions.Logging;
using WsBroker.Server.Http;

namespace WsBroker.Server.Tests.Http;

public sealed class Http2LoggerTests
{
    private readonly ListLogger _log = new();

    [Theory]
    [InlineData(LogLevel.Critical, "Debug: x")]
    [InlineData(LogLevel.Error, "Error: x")]
    [InlineData(LogLevel.Debug, "Debug: x")]
    public void What_clients_can_bring_about_is_not_critical(LogLevel level, string expected)
    {
        new Http2Logger(_log).Log(level, eventId: 60, "x", exception: null, static (state, _) => state);

        Assert.Equal(expected, Assert.Single(_log.Lines));
    }
}
