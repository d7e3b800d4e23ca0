using System.IO.Pipelines;
using System.Text;
using WsBroker.Server.Hosting;
using WsBroker.Server.Http;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Server.Tests.Http;

public sealed class GuardedPipeTests
{
    private const string Head = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly Pipe _requests = new();
    private readonly Pipe _answers = new();

    [Fact]
    public async Task HP_21_Who_is_refused_amid_a_body_is_heard_until_it_ends_and_has_its_answer_before()
    {
        var ended = await AnswerAsync(Head + "some");

        await SendAsync(new string('x', 100));
        Assert.False(_answers.Reader.TryRead(out _));
        Assert.False(ended.IsCompleted);

        await _requests.Writer.CompleteAsync();
        await ended.WaitAsync(_patience);
        Assert.True((await _answers.Reader.ReadAsync()).IsCompleted);
    }

    [Fact]
    public async Task Who_never_ends_is_heard_for_a_while_only()
    {
        var ended = await AnswerAsync(Head + "some");

        await ended.WaitAsync(_patience);
        Assert.True((await _answers.Reader.ReadAsync()).IsCompleted);
    }

    [Theory]
    [InlineData("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("")]
    public async Task Between_requests_the_end_is_told_at_once(string received)
    {
        var ended = await AnswerAsync(received);

        // Long before the end of a hearing, if there were one
        await ended.WaitAsync(TimeSpan.FromSeconds(1));
        Assert.True((await _answers.Reader.ReadAsync()).IsCompleted);
    }

    // As Kestrel does: it answers, ends both ways, and then the connection
    private async Task<Task> AnswerAsync(string received)
    {
        var pipe = new GuardedPipe(new DuplexPipe(_requests.Reader, _answers.Writer), HeadLimits.Default, Encoding.Latin1.GetBytes(received));
        await pipe.Output.WriteAsync("HTTP/1.1 413\r\n\r\n"u8.ToArray());
        await pipe.Output.CompleteAsync();
        await pipe.Input.CompleteAsync();
        var ended = pipe.DisposeAsync().AsTask();

        var answer = await _answers.Reader.ReadAsync();
        Assert.StartsWith("HTTP/1.1 413", Encoding.Latin1.GetString(answer.Buffer.FirstSpan), StringComparison.Ordinal);
        _answers.Reader.AdvanceTo(answer.Buffer.End);
        return ended;
    }

    private async Task SendAsync(string text) => await _requests.Writer.WriteAsync(Encoding.Latin1.GetBytes(text));
}
