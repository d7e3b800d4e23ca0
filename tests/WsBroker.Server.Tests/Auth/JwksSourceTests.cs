using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using WsBroker.Actors;
using WsBroker.Broker.Access;
using WsBroker.Server.Auth;
using WsBroker.Server.Metrics;
using WsBroker.Server.Options;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Auth;

public sealed class JwksSourceTests : IDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromMinutes(5);

    private readonly VirtualTime _time = new();
    private readonly PublishedKeys _issuer = new();
    private readonly BrokerMeters _meters = new();
    private readonly JwksSource _source;
    private readonly JwtVerifier _verifier;

    public JwksSourceTests()
    {
        _source = new JwksSource(new Uri("https://issuer.example/keys"), _interval, _issuer, _time, NullLogger.Instance, new AuthMetrics(_meters));
        _verifier = new JwtVerifier([new Issuer("https://issuer.example", audience: null, KeySet.None, _source)], new AuthOptions(), _time);
    }

    public static TheoryData<string> Failures =>
        ["500", "404 with a page", "empty set", "redirect", "too long", "no answer", "broken connection"];

    public void Dispose()
    {
        _source.Dispose();
        _issuer.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task A_token_is_taken_once_its_key_has_been_fetched()
    {
        _issuer.AnswerWith(_issuer.Set());
        Assert.IsType<Verification.Unavailable>(Verify("p1"));

        await _source.FetchAsync();

        Assert.IsType<Verification.Accepted>(Verify("p1"));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task AU_04_Whatever_the_address_answers_the_old_keys_stay(string failure)
    {
        _issuer.AnswerWith(_issuer.Set());
        await _source.FetchAsync();
        Fail(failure);

        var fetching = _source.FetchAsync();
        await _issuer.WaitForRequestAsync();
        await _issuer.WaitForRequestAsync();
        _time.Advance(JwksSource.Timeout);
        await fetching;

        Assert.IsType<Verification.Accepted>(Verify("p1"));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task AU_20_While_keys_cannot_be_fetched_a_token_with_another_one_is_told_to_come_later(string failure)
    {
        Fail(failure);
        await FailToFetchAsync();

        Assert.IsType<Verification.Unavailable>(Verify("p1"));
        _issuer.AnswerWith(_issuer.Set());
        _time.Advance(JwksSource.Pause);
        Assert.IsType<Verification.Unavailable>(Verify("p1"));
        await _source.FetchAsync();
        Assert.IsType<Verification.Accepted>(Verify("p1"));
    }

    [Fact]
    public async Task AU_20_Keys_that_can_be_had_again_are_there_within_ten_seconds_though_a_fetch_hangs_that_began_just_before()
    {
        Fail("500");
        await FailToFetchAsync();
        _time.Advance(JwksSource.PauseAfterFailure);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _issuer.Answer = givenUp =>
        {
            begun.SetResult();
            return Never(givenUp);
        };
        Assert.IsType<Verification.Unavailable>(Verify("p1"));
        await _issuer.WaitForRequestAsync();
        await begun.Task;

        var well = _time.GetTimestamp();
        var hanging = _source.FetchAsync();
        _issuer.AnswerWith(_issuer.Set());
        _time.Advance(JwksSource.Timeout);
        await hanging;
        _time.Advance(JwksSource.PauseAfterFailure);
        Assert.IsType<Verification.Unavailable>(Verify("p1"));
        await _issuer.WaitForRequestAsync();
        await _source.FetchAsync();

        Assert.IsType<Verification.Accepted>(Verify("p1"));
        Assert.InRange(_time.GetElapsedTime(well), TimeSpan.Zero, TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
    }

    [Fact]
    public async Task AU_04_AU_20_After_a_fetch_that_failed_there_is_a_pause_too_whatever_tokens_name()
    {
        Fail("500");
        await _source.FetchAsync();
        await _issuer.WaitForRequestAsync();

        _time.Advance(JwksSource.PauseAfterFailure - TimeSpan.FromTicks(1));
        for (var at = 0; at < 100; at++)
        {
            Assert.IsType<Verification.Unavailable>(Verify($"invented {at}"));
        }

        Assert.Equal(1, _issuer.Requests);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.IsType<Verification.Unavailable>(Verify("invented"));
        await _issuer.WaitForRequestAsync();
        Assert.Equal(2, _issuer.Requests);
    }

    [Fact]
    public async Task AU_04_Fetches_are_one_at_a_time_with_a_pause_whatever_tokens_name()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _issuer.Answer = _ => answer.Task;
        var first = _source.FetchAsync();
        for (var at = 0; at < 100; at++)
        {
            Assert.IsType<Verification.Unavailable>(Verify($"invented {at}"));
            Assert.Same(first, _source.FetchAsync());
        }

        answer.SetResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_issuer.Set()) });
        await first;
        Assert.Equal(1, _issuer.Requests);
        _issuer.AnswerWith(_issuer.Set());

        Assert.Equal(new Verification.Refused(TokenProblem.UnknownKey), Verify("invented", age: TimeSpan.FromSeconds(1)));
        Assert.Equal(1, _issuer.Requests);
        _time.Advance(JwksSource.Pause);
        Assert.IsType<Verification.Unavailable>(Verify("invented"));
        await _source.FetchAsync();
        Assert.Equal(2, _issuer.Requests);
    }

    [Fact]
    public async Task A_token_that_was_made_after_the_keys_were_fetched_may_have_a_newer_key_and_is_told_to_come_later()
    {
        _issuer.AnswerWith(_issuer.Set());
        await _source.FetchAsync();
        _time.Advance(JwksSource.Pause / 2);
        _issuer.AnswerWith(_issuer.Set(kid: "p2"));

        Assert.IsType<Verification.Unavailable>(Verify("p2"));
        Assert.Equal(new Verification.Refused(TokenProblem.UnknownKey), Verify("p2", age: JwksSource.Pause));
        Assert.Equal(1, _issuer.Requests);
        _time.Advance(JwksSource.Pause / 2);
        Assert.IsType<Verification.Unavailable>(Verify("p2"));
        await _source.FetchAsync();

        Assert.IsType<Verification.Accepted>(Verify("p2"));
    }

    [Fact]
    public async Task A_token_of_the_last_second_there_is_with_an_unknown_key_makes_nothing_fail()
    {
        _issuer.AnswerWith(_issuer.Set());
        await _source.FetchAsync();
        var last = TokenBuilder.For("u1", _time.GetUtcNow()).Claim("iss", "https://issuer.example").Claim("iat", DateTimeOffset.MaxValue.ToUnixTimeSeconds());

        Assert.IsType<Verification.Unavailable>(_verifier.Verify(_issuer.Sign(last, "invented")));
    }

    [Fact]
    public async Task Keys_are_fetched_again_when_their_time_has_come()
    {
        _issuer.AnswerWith(_issuer.Set());
        await _source.FetchAsync();
        await _issuer.WaitForRequestAsync();

        _issuer.AnswerWith(_issuer.Set(kid: "p2"));
        _time.Advance(_interval);
        await _issuer.WaitForRequestAsync();
        await _source.FetchAsync();

        Assert.IsType<Verification.Accepted>(Verify("p2"));
        Assert.Equal(new Verification.Refused(TokenProblem.UnknownKey), Verify("p1", age: TimeSpan.FromSeconds(1)));
    }

    private Verification Verify(string kid, TimeSpan age = default) =>
        _verifier.Verify(_issuer.Sign(TokenBuilder.For("u1", _time.GetUtcNow() - age).Claim("iss", "https://issuer.example"), kid));

    private async Task FailToFetchAsync()
    {
        var fetching = _source.FetchAsync();
        await _issuer.WaitForRequestAsync();
        _time.Advance(JwksSource.Timeout);
        await fetching;
    }

    private void Fail(string how)
    {
        switch (how)
        {
            case "500":
                _issuer.AnswerWith(_issuer.Set(kid: "p9"), HttpStatusCode.InternalServerError);
                break;
            case "404 with a page":
                _issuer.AnswerWith("<html>not here</html>", HttpStatusCode.NotFound);
                break;
            case "empty set":
                _issuer.AnswerWith("{\"keys\":[]}");
                break;
            case "redirect":
                _issuer.AnswerWith("", HttpStatusCode.Found);
                break;
            case "too long":
                _issuer.AnswerWith(_issuer.Set(kid: "p9") + new string(' ', JwksSource.MaxBytes));
                break;
            case "no answer":
                _issuer.Answer = Never;
                break;
            default:
                _issuer.Answer = static _ => throw new HttpRequestException("the connection broke");
                break;
        }
    }

    private static Task<HttpResponseMessage> Never(CancellationToken givenUp)
    {
        var never = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        givenUp.Register(() => never.SetCanceled(givenUp));
        return never.Task;
    }
}
