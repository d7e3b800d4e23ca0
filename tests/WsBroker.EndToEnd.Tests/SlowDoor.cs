using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace WsBroker.EndToEnd.Tests;

/// <summary>A back end that allows everything, and can take its time with those who want to come in. Thread-safe.</summary>
internal sealed class SlowDoor : IAsyncDisposable
{
    private readonly WebApplication _web = WebApplication.CreateSlimBuilder().Build();
    private readonly TaskCompletionSource _opening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _held = new(0);
    private volatile bool _isShut;

    /// <summary>Where it is.</summary>
    public Uri Address => new(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Starts it, open.</summary>
    public static async Task<SlowDoor> StartAsync()
    {
        var door = new SlowDoor();
        door._web.Urls.Add("http://127.0.0.1:0");
        door._web.MapPost("/", (Delegate)door.AnswerAsync);
        await door._web.StartAsync();
        return door;
    }

    /// <summary>Who wants to come in from now on has to wait.</summary>
    public void Shut() => _isShut = true;

    /// <summary>Everybody may come in.</summary>
    public void Open() => _opening.TrySetResult();

    /// <summary>Waits until one more has to wait.</summary>
    public async Task UntilHeldAsync(TimeSpan patience) => Assert.True(await _held.WaitAsync(patience), "nobody else wants to come in");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Open();
        await _web.DisposeAsync();
        _held.Dispose();
    }

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        using var question = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        if (_isShut && question.RootElement.GetProperty("event").GetString() is "connect")
        {
            _held.Release();
            await _opening.Task;
        }

        return Results.Json(new { allow = true });
    }
}
