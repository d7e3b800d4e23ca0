using System.IO.Pipelines;
using WsBroker.Actors;
using WsBroker.Server.Http;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Server.Tests.Http;

public sealed class GuardedInputTests : IAsyncDisposable
{
    private const int Most = 20;
    private const int PauseThreshold = 65_536;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(1);

    private readonly VirtualTime _time = new();
    private readonly Pipe _client = new(new PipeOptions(pauseWriterThreshold: 1_000, resumeWriterThreshold: 500));
    private readonly GuardedInput _input;

    public GuardedInputTests() => _input =
        new GuardedInput(_client.Reader, HeadLimits.Default, "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\nsome"u8);

    public ValueTask DisposeAsync() => _input.DisposeAsync();

    [Fact]
    public async Task HP_21_What_nobody_reads_of_a_refused_body_is_thrown_away_until_the_client_is_silent()
    {
        var sending = SendAsync(times: 1_000);
        await FillAsync();

        var hearing = HearOutAsync();
        await sending.WaitAsync(_patience);
        Assert.False(hearing.IsCompleted);

        await TurnUntilAsync(hearing, eachTime: () => Task.CompletedTask);
    }

    [Fact]
    public async Task HP_21_Who_is_refused_and_ends_is_waited_for_no_longer()
    {
        var hearing = HearOutAsync();

        await _client.Writer.CompleteAsync();

        await hearing.WaitAsync(_patience);
    }

    [Fact]
    public async Task HP_21_Who_is_refused_and_never_ends_is_heard_for_a_while_only() =>
        await TurnUntilAsync(HearOutAsync(), eachTime: () => SendAsync(times: 1));

    private Task HearOutAsync() => _input.HearOutAsync(_silence, Most, _time);

    // Until it waits for a reader: no more comes in after that
    private async Task FillAsync()
    {
        var unread = await _input.Reader.ReadAtLeastAsync(PauseThreshold).AsTask().WaitAsync(_patience);
        _input.Reader.AdvanceTo(unread.Buffer.Start);
    }

    private async Task SendAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await _client.Writer.WriteAsync(new byte[1_000]);
        }
    }

    private async Task TurnUntilAsync(Task hearing, Func<Task> eachTime)
    {
        using var tooLong = new CancellationTokenSource(_patience);
        while (!hearing.IsCompleted)
        {
            tooLong.Token.ThrowIfCancellationRequested();
            await eachTime();
            _time.Advance(_silence);
            await Task.Yield();
        }
    }
}
