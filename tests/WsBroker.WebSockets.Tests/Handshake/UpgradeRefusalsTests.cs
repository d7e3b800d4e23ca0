using WsBroker.WebSockets.Handshake;

namespace WsBroker.WebSockets.Tests.Handshake;

public sealed class UpgradeRefusalsTests
{
    public static TheoryData<UpgradeRefusal> All =>
        [.. Enum.GetValues<UpgradeRefusal>().Where(refusal => refusal is not UpgradeRefusal.None)];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_refusal_has_a_status_and_a_sentence_of_its_own(UpgradeRefusal refusal)
    {
        var sentences = Enum.GetValues<UpgradeRefusal>()
            .Where(other => other is not UpgradeRefusal.None)
            .Count(other => string.Equals(other.Sentence(), refusal.Sentence(), StringComparison.Ordinal));

        Assert.InRange(refusal.StatusCode(), 400, 505);
        Assert.Equal(1, sentences);
        Assert.All(refusal.Sentence(), c => Assert.InRange(c, ' ', '~'));
        Assert.EndsWith(".", refusal.Sentence(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UpgradeRefusal.UnknownPath, 404)]
    [InlineData(UpgradeRefusal.OriginNotAllowed, 403)]
    [InlineData(UpgradeRefusal.HostNotAllowed, 403)]
    [InlineData(UpgradeRefusal.TokenMissing, 401)]
    [InlineData(UpgradeRefusal.TokenInvalid, 401)]
    [InlineData(UpgradeRefusal.TokenInQuery, 401)]
    [InlineData(UpgradeRefusal.TokensUnavailable, 503)]
    [InlineData(UpgradeRefusal.TooManyOfUser, 429)]
    [InlineData(UpgradeRefusal.TooManyConnects, 429)]
    [InlineData(UpgradeRefusal.HandshakeTimeout, 408)]
    [InlineData(UpgradeRefusal.InvalidTopic, 400)]
    [InlineData(UpgradeRefusal.InvalidQuery, 400)]
    [InlineData(UpgradeRefusal.Draining, 503)]
    [InlineData(UpgradeRefusal.MethodNotAllowed, 405)]
    [InlineData(UpgradeRefusal.RequestLineTooLong, 414)]
    [InlineData(UpgradeRefusal.HeaderLineTooLong, 431)]
    [InlineData(UpgradeRefusal.TooManyHeaderLines, 431)]
    [InlineData(UpgradeRefusal.HeadTooLong, 431)]
    [InlineData(UpgradeRefusal.UpgradeMissing, 426)]
    [InlineData(UpgradeRefusal.VersionNotSupported, 426)]
    [InlineData(UpgradeRefusal.HttpVersionNotSupported, 505)]
    public void A_refusal_of_a_well_formed_request_has_a_status_that_says_so(UpgradeRefusal refusal, int status) =>
        Assert.Equal(status, refusal.StatusCode());

    [Fact]
    public void What_was_not_refused_has_no_status() =>
        Assert.Throws<KeyNotFoundException>(() => UpgradeRefusal.None.StatusCode());
}
