using Microsoft.Extensions.Logging;
using WsBroker.Server.Http;

namespace WsBroker.Server.Tests.Http;

public sealed class Http2LoggerTests
{
    private readonly ListLogger _log = new();

    [Theory]
    [InlineData(60, "Debug: x")]
    [InlineData(61, "Critical: x")]
    public void What_clients_can_bring_about_is_not_critical(int number, string expected)
    {
        new Http2Logger(_log).Log(LogLevel.Critical, number, "x", exception: null, static (state, _) => state);

        Assert.Equal(expected, Assert.Single(_log.Lines));
    }
}
