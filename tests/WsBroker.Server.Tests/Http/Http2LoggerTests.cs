using Microsoft.Extensions.Logging;
using WsBroker.Server.Http;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Http;

public sealed class Http2LoggerTests
{
    private readonly RecordingLogger _log = new();

    [Theory]
    [InlineData(LogLevel.Critical, LogLevel.Debug)]
    [InlineData(LogLevel.Error, LogLevel.Error)]
    [InlineData(LogLevel.Debug, LogLevel.Debug)]
    public void What_clients_can_bring_about_is_not_critical(LogLevel level, LogLevel expected)
    {
        new Http2Logger(_log).Log(level, eventId: 60, "x", exception: null, static (state, _) => state);

        Assert.Equal(new LoggedLine(60, expected, "x", Cause: null), Assert.Single(_log.Lines));
    }
}
