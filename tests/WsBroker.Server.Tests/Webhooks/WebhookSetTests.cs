using System.Net;
using System.Text;
using System.Text.Json;
using WsBroker.Actors;
using WsBroker.Broker.Hooks;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Server.Hosting;
using WsBroker.Server.Metrics;
using WsBroker.Server.Options;
using WsBroker.Server.Webhooks;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Webhooks;

public sealed class WebhookSetTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private const int AskedAtOnce = 64;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static readonly TopicName _topic = TopicName.TryParse("chat/1", out var topic, out _) ? topic : null!;
    private static readonly Participant _client = new(new ClientId(7), User: "u1") { Name = "me", Info = """{"a":1}"""u8.ToArray() };

    private readonly VirtualTime _time = new();
    private readonly PlayedBackEnd _backEnd = new();
    private readonly MetricsCollector _metrics = new();
    private readonly RecordingLogger _log = new();
    private WebhookSet? _webhooks;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_webhooks is not null)
        {
            // What hangs must not keep it
            _backEnd.Answer = static _ => Task.FromResult(PlayedBackEnd.Of(HttpStatusCode.OK));
            _time.Advance(TimeSpan.FromMinutes(1));
            await _webhooks.DisposeAsync();
        }
    }

    public void Dispose()
    {
        _backEnd.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public async Task A_question_says_who_wants_what_and_is_signed()
    {
        Start();
        var content = new Content(PayloadKind.Json, """{"x":1}"""u8.ToArray()) { Headers = """{"h":2}"""u8.ToArray(), Key = "once" };

        Assert.Equal(HookAnswer.Allowed.AsItIs, await AskAsync(new HookQuestion.Publish(_client, _topic, content)));

        var now = _time.GetUtcNow();
        Assert.True(_backEnd.Bodies.TryDequeue(out var body));
        Assert.Equal(
            $$$"""{"event":"publish","at":{{{now.ToUnixTimeMilliseconds()}}},"client":"{{{_client.Client}}}","user":"u1","name":"me","info":{"a":1},"topic":"chat/1","data":{"x":1},"headers":{"h":2},"key":"once"}""",
            body);
        Assert.Equal(new Signature(Secret).Of(Encoding.UTF8.GetBytes(body), now), Assert.Single(_backEnd.Signatures));
    }

    [Theory]
    [InlineData("closed")]
    [InlineData("open")]
    public async Task Whatever_goes_wrong_it_is_refused_or_allowed_as_the_options_say(string fail)
    {
        Start($"webhooks:fail={fail}");
        HookAnswer expected = fail is "open" ? HookAnswer.Allowed.AsItIs : HookAnswer.Unavailable.Instance;

        _backEnd.AnswerWith("", HttpStatusCode.InternalServerError);
        Assert.Equal(expected, await AskAsync());
        _backEnd.AnswerWith("""{"allow":true}""", HttpStatusCode.Redirect);
        Assert.Equal(expected, await AskAsync());
        _backEnd.AnswerWith("<html>");
        Assert.Equal(expected, await AskAsync());
        _backEnd.AnswerWith(new string(' ', 3_000_000));
        Assert.Equal(expected, await AskAsync());
        _backEnd.Answer = static _ => throw new HttpRequestException("connection refused");
        Assert.Equal(expected, await AskAsync());
        _backEnd.AnswerWith("""{"allow":false}""");
        Assert.IsType<HookAnswer.Denied>(await AskAsync());
    }

    [Fact]
    public async Task Who_does_not_answer_in_time_is_not_waited_for()
    {
        Start();
        _backEnd.Answer = Hang;

        var answer = AskAsync();
        await _backEnd.WaitForRequestAsync();
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(answer.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(HookAnswer.Unavailable.Instance, await answer);
    }

    [Fact]
    public async Task Who_fails_too_often_is_left_alone_for_a_while_and_then_tried_again()
    {
        Start();
        _backEnd.AnswerWith("", HttpStatusCode.InternalServerError);
        for (var number = 0; number < AskedWebhook.FewestToJudgeBy; number++)
        {
            await AskAsync();
        }

        _backEnd.AnswerWith("");
        Assert.Equal(HookAnswer.Unavailable.Instance, await AskAsync());
        Assert.Equal(AskedWebhook.FewestToJudgeBy, _backEnd.Bodies.Count);
        _time.Advance(AskedWebhook.Pause);
        Assert.Equal(HookAnswer.Allowed.AsItIs, await AskAsync());
        Assert.Equal(HookAnswer.Allowed.AsItIs, await AskAsync());
        Assert.Equal(
            ["has failed:", "is not asked", "answers again"],
            _log.Lines.Select(static line => ((string[])["has failed:", "is not asked", "answers again"]).Single(part => line.Text.Contains(part, StringComparison.Ordinal))),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_it_fails_by_is_told_and_not_again_for_each_client()
    {
        Start("webhooks:fail=open");
        _backEnd.AnswerWith("", HttpStatusCode.Forbidden);
        await AskAsync();
        await AskAsync();
        _time.Advance(TimeSpan.FromSeconds(10));
        _backEnd.AnswerWith("""{"allow":"yes"}""");
        await AskAsync();

        Assert.Equal(2, _log.Lines.Count);
        Assert.Contains("https://back-end.example/hook has failed: the answer is 403; what it was asked is allowed", _log.Lines[0].Text, StringComparison.Ordinal);
        Assert.Contains("the answer is not the JSON object", _log.Lines[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crowd_waits_for_its_turn_and_that_is_no_failure_of_the_webhook()
    {
        const int Later = 2 * AskedWebhook.FewestToJudgeBy;
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        Start($"webhooks:questions={AskedAtOnce}");
        var asked = 0;
        _backEnd.Answer = givenUp => AfterAsync(Interlocked.Increment(ref asked) <= AskedAtOnce ? first.Task : second.Task, givenUp);
        var answers = Enumerable.Range(0, AskedAtOnce + Later).Select(_ => AskAsync()).ToList();
        await WaitForRequestsAsync(AskedAtOnce);

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(AskedAtOnce, _backEnd.Bodies.Count);
        first.SetResult();
        await WaitForRequestsAsync(Later);
        var waiting = answers.ToList();
        while (waiting.Count > Later)
        {
            waiting.Remove(await Task.WhenAny(waiting));
        }

        _time.Advance(TimeSpan.FromSeconds(2));
        second.SetResult();

        Assert.All(await Task.WhenAll(answers), static answer => Assert.Equal(HookAnswer.Allowed.AsItIs, answer));
    }

    [Fact]
    public async Task A_crowd_of_two_thousand_is_let_in_by_a_back_end_that_takes_a_tenth_of_a_second_for_each()
    {
        const int Crowd = 2_000;
        var atOnce = new WebhookOptions().Questions;
        var turns = Enumerable.Range(0, (Crowd / atOnce) + 1).Select(static _ => new TaskCompletionSource()).ToList();
        Start();
        var asked = -1;
        _backEnd.Answer = givenUp => AfterAsync(turns[Interlocked.Increment(ref asked) / atOnce].Task, givenUp);
        var answers = Enumerable.Range(0, Crowd).Select(_ => AskAsync()).ToList();
        await UntilPageHasAsync($"wsbroker_webhooks_waiting {Crowd - atOnce}");

        foreach (var (number, turn) in turns.Index())
        {
            await WaitForRequestsAsync(Math.Min(atOnce, Crowd - (number * atOnce)));
            _time.Advance(TimeSpan.FromSeconds(0.1));
            turn.SetResult();
        }

        Assert.All(await Task.WhenAll(answers), static answer => Assert.Equal(HookAnswer.Allowed.AsItIs, answer));
    }

    [Theory]
    [InlineData("closed")]
    [InlineData("open")]
    public async Task Who_has_waited_for_a_turn_in_vain_is_told_when_to_come_back_or_let_in_as_the_options_say(string fail)
    {
        Start("webhooks:questions=1", "webhooks:timeout=00:00:02", $"webhooks:fail={fail}");
        var gate = new TaskCompletionSource();
        _backEnd.Answer = givenUp => AfterAsync(gate.Task, givenUp);
        var first = AskAsync();
        await _backEnd.WaitForRequestAsync();
        List<Task<HookAnswer>> others = [AskAsync(), AskAsync()];
        await UntilPageHasAsync("wsbroker_webhooks_waiting 2");
        _time.Advance(TimeSpan.FromSeconds(1));
        _backEnd.Answer = Hang;
        gate.SetResult();
        await first;
        await _backEnd.WaitForRequestAsync();

        _time.Advance(TimeSpan.FromSeconds(1));

        var later = HookAnswer.Unavailable.Instance with { RetryAfter = TimeSpan.FromSeconds(2) };
        Assert.Equal(fail is "open" ? HookAnswer.Allowed.AsItIs : later, await await Task.WhenAny(others));
        Assert.Contains("wsbroker_webhooks_questions_total{outcome=\"not asked\"} 1", Page(), StringComparison.Ordinal);
        Assert.Contains("wsbroker_webhooks_waiting 0", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_come_in_order_many_at_once_and_again_until_they_are_taken()
    {
        Start();
        _backEnd.AnswerWith("", HttpStatusCode.ServiceUnavailable);
        _webhooks!.Tell(new HooksMessage.Connected(_client));
        await _backEnd.WaitForRequestAsync();
        for (var number = 0; number < 50; number++)
        {
            _webhooks.Tell(new HooksMessage.Occupied(_topic));
            _webhooks.Tell(new HooksMessage.Vacated(_topic));
        }

        _backEnd.AnswerWith("");
        await AdvanceUntilAsync(() => _backEnd.Bodies.Count >= 3);

        var told = _backEnd.Bodies.Select(static body => JsonElement.Parse(body).GetProperty("events").EnumerateArray().ToList()).ToList();
        Assert.Equal([1, 1, 100], told.Select(static events => events.Count));
        Assert.Equal("connected", told[1][0].GetProperty("event").GetString());
        Assert.Equal("u1", told[1][0].GetProperty("user").GetString());
        Assert.Equal(Enumerable.Repeat((string[])["occupied", "vacated"], 50).SelectMany(static pair => pair).ToArray(), told[2].Select(static one => one.GetProperty("event").GetString()!).ToArray());
    }

    [Fact]
    public async Task Events_that_are_too_many_or_are_never_taken_are_dropped_and_counted()
    {
        Start("webhooks:queuedEvents=10");
        _backEnd.AnswerWith("", HttpStatusCode.ServiceUnavailable);
        _webhooks!.Tell(new HooksMessage.Occupied(_topic));
        await _backEnd.WaitForRequestAsync();
        for (var number = 0; number < 25; number++)
        {
            _webhooks.Tell(new HooksMessage.Occupied(_topic));
        }

        await AdvanceUntilAsync(() => _log.Lines.Any(static line => line.Text.Contains("could not be told", StringComparison.Ordinal)));

        Assert.Contains("wsbroker_webhooks_events_total{outcome=\"dropped\"} 15", Page(), StringComparison.Ordinal);
        Assert.Contains("wsbroker_webhooks_events_total{outcome=\"failed\"} 1", Page(), StringComparison.Ordinal);
        Assert.DoesNotContain(_log.Lines, static line => line.Text.Contains(Secret, StringComparison.Ordinal));
    }

    private static async Task<HttpResponseMessage> AfterAsync(Task time, CancellationToken givenUp)
    {
        await time.WaitAsync(givenUp);
        return PlayedBackEnd.Of(HttpStatusCode.OK);
    }

    private async Task WaitForRequestsAsync(int count)
    {
        for (var came = 0; came < count; came++)
        {
            await _backEnd.WaitForRequestAsync();
        }
    }

    private static Task<HttpResponseMessage> Hang(CancellationToken cancellationToken) =>
        new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(cancellationToken);

    [Theory]
    [InlineData("closed", true)]
    [InlineData("open", false)]
    public void AU_13_Where_nobody_comes_in_without_it_clients_have_to_be_let_in_in_time(string fail, bool isGuarded)
    {
        Start("webhooks:connect=https://back-end.example/door", $"webhooks:fail={fail}");

        Assert.Equal(isGuarded, _webhooks!.ForSessions.GuardsEntry);
    }

    private void Start(params string[] settings)
    {
        var options = OptionsReader.Read(
            file: null,
            ["webhooks:publish=https://back-end.example/hook", "webhooks:events=https://back-end.example/events", $"webhooks:secret={Secret}", .. settings],
            []);
        _webhooks = WebhookSet.Create(options, _metrics.Meters, _time, _log, () => _backEnd);
    }

    private async Task<HookAnswer> AskAsync(HookQuestion? question = null)
    {
        var answer = new PromiseRef<SessionMessage>();
        _webhooks!.Tell(new HooksMessage.Ask(question ?? new HookQuestion.Publish(_client, _topic, new Content(PayloadKind.Text, "x"u8.ToArray())), answer));
        return Assert.IsType<SessionEvent.HookAnswered>(await answer.Kept.WaitAsync(_patience)).Answer;
    }

    // Nothing tells when the next pause has begun, so time goes on until all is done
    private async Task AdvanceUntilAsync(Func<bool> isDone)
    {
        using var late = new CancellationTokenSource(_patience);
        while (!isDone())
        {
            late.Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private async Task UntilPageHasAsync(string line)
    {
        using var late = new CancellationTokenSource(_patience);
        while (!Page().Contains(line, StringComparison.Ordinal))
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private string Page() => PrometheusText.Of(_metrics.Collect());
}
