using Microsoft.Extensions.Logging;
using WsBroker.Server.Keys;
using WsBroker.Server.Options;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Keys;

public sealed class ApiKeysReloadTests : IDisposable
{
    private readonly RecordingLogger _logger = new();
    private readonly ApiKeys _keys = new([Some.Key("one", "first")]);
    private readonly ApiKeysReload _reload;
    private Func<ServerOptions> _read = static () => new ServerOptions { ApiKeys = [Some.Key("one", "first")] };

    public ApiKeysReloadTests() => _reload = new ApiKeysReload(_keys, _read().ApiKeys, () => _read(), TimeProvider.System, _logger);

    [Fact]
    public void What_did_not_change_is_not_told()
    {
        _reload.Look();

        Assert.NotNull(_keys.Find("first"));
        Assert.Empty(_logger.Lines);
    }

    [Fact]
    public void A_key_that_comes_is_good_and_one_that_goes_is_not()
    {
        _read = static () => new ServerOptions { ApiKeys = [Some.Key("one", "first"), Some.Key("two", "second")] };
        _reload.Look();
        var both = (_keys.Find("first"), _keys.Find("second"));
        _read = static () => new ServerOptions { ApiKeys = [Some.Key("two", "second")] };

        _reload.Look();

        Assert.True(both is ({ }, { }));
        Assert.Null(_keys.Find("first"));
        Assert.NotNull(_keys.Find("second"));
        Assert.Equal(2, _logger.Lines.Count);
    }

    [Fact]
    public void A_configuration_that_is_wrong_leaves_the_keys_and_is_told_once()
    {
        _read = static () => throw new InvalidOptionsException("The option 'x' is wrong.");

        _reload.Look();
        _reload.Look();

        Assert.NotNull(_keys.Find("first"));
        Assert.Equal(LogLevel.Warning, Assert.Single(_logger.Lines).Level);
    }

    [Fact]
    public void Keys_that_are_all_gone_do_not_open_the_door_for_everybody()
    {
        _read = static () => new ServerOptions();

        _reload.Look();

        Assert.NotNull(_keys.Find("first"));
        Assert.False(_keys.IsEmpty);
        Assert.Equal(LogLevel.Warning, Assert.Single(_logger.Lines).Level);
    }

    public void Dispose() => _reload.Dispose();
}
