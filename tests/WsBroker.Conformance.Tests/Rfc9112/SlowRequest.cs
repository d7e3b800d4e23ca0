using static WsBroker.Conformance.Tests.Rfc9112.RequestBytes;

namespace WsBroker.Conformance.Tests.Rfc9112;

/// <summary>A request whose body comes more slowly than any client needs.</summary>
internal static class SlowRequest
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Sends a byte of the body now and then until there is an answer, which is to be 408.</summary>
    public static async Task TrickleAsync(Uri server)
    {
        using var wire = await HttpWire.ConnectAsync(server);
        using var timer = new PeriodicTimer(_pause);
        await wire.WriteAsync(Publish("Content-Length: 1000\r\n", body: ""));
        while (!wire.HasUnread)
        {
            Assert.True(await wire.TryWriteAsync(" "), "cut without an answer");
            await timer.WaitForNextTickAsync();
        }

        Assert.Equal(408, (await wire.ReadAsync()).Status);
    }
}
