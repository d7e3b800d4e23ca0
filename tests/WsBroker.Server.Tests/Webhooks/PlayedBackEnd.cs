using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace WsBroker.Server.Tests.Webhooks;

/// <summary>A back end as a test plays it: remembers every request and answers as it is told.</summary>
internal sealed class PlayedBackEnd : HttpMessageHandler
{
    private readonly SemaphoreSlim _came = new(0);

    /// <summary>Makes the answers; a task that does not end is a back end that hangs.</summary>
    public Func<CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = static _ => Task.FromResult(Of(HttpStatusCode.OK));

    /// <summary>The bodies of all requests.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    /// <summary>The signatures of all requests.</summary>
    public ConcurrentQueue<string> Signatures { get; } = new();

    /// <summary>An answer.</summary>
    public static HttpResponseMessage Of(HttpStatusCode status, string body = "") => new(status) { Content = new StringContent(body, Encoding.UTF8) };

    /// <summary>Answers everything with this from now on.</summary>
    public void AnswerWith(string body, HttpStatusCode status = HttpStatusCode.OK) => Answer = _ => Task.FromResult(Of(status, body));

    /// <summary>Waits for a request more.</summary>
    public async Task WaitForRequestAsync() => Assert.True(await _came.WaitAsync(TimeSpan.FromSeconds(30)), "no request came");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Bodies.Enqueue(await request.Content!.ReadAsStringAsync(cancellationToken));
        Signatures.Enqueue(request.Headers.GetValues("WsBroker-Signature").Single());
        _came.Release();
        return await Answer(cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _came.Dispose();
        base.Dispose(disposing);
    }
}
