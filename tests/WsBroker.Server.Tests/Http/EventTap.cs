using System.Text;
using WsBroker.Server.Tests.Hosting;
using WsBroker.TestKit;

namespace WsBroker.Server.Tests.Http;

/// <summary>A stream of events as <see cref="HttpClient"/> reads it.</summary>
internal sealed class EventTap(HttpResponseMessage answer, Stream stream) : IAsyncDisposable
{
    private readonly StringBuilder _body = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _told;

    /// <summary>Opens a stream, which must be answered 200.</summary>
    public static async Task<EventTap> OpenAsync(HttpClient http, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = http.DefaultRequestVersion, VersionPolicy = http.DefaultVersionPolicy };
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(("OK", "text/event-stream"), (answer.StatusCode.ToString(), answer.Content.Headers.ContentType?.ToString()));
        return new EventTap(answer, await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event of that name; others before it are passed over.</summary>
    public async Task<SentEvent> NextAsync(string name)
    {
        while (true)
        {
            foreach (var one in SentEvent.ReadAll(_body.ToString()).Skip(_told))
            {
                _told++;
                if (string.Equals(one.Name, name, StringComparison.Ordinal))
                {
                    return one;
                }
            }

            Assert.True(await ReadAsync(), $"The stream ended before {name}: {_body}");
        }
    }

    /// <summary>Whether nothing follows but the end.</summary>
    public async Task<bool> IsAtEndAsync() => !await ReadAsync();

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        answer.Dispose();
    }

    private async Task<bool> ReadAsync()
    {
        using var late = new CancellationTokenSource(GuardedBroker.Patience);
        var count = await stream.ReadAsync(_buffer, late.Token);
        _body.Append(Encoding.UTF8.GetString(_buffer, 0, count));
        return count > 0;
    }
}
