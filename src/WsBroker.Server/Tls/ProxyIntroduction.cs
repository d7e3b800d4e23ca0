using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using WsBroker.Gateway.Peers;
using WsBroker.Gateway.ProxyProtocol;

namespace WsBroker.Server.Tls;

/// <summary>What a trusted proxy says of its client before TLS begins (PROXY protocol).</summary>
/// <param name="proxies">Who is listened to.</param>
/// <param name="timeout">How long it may take to say it.</param>
internal sealed class ProxyIntroduction(TrustedProxies proxies, TimeSpan timeout)
{
    /// <summary>Takes the header off the connection, and goes on; a connection without one, or with a malformed one, ends.</summary>
    public async Task HearAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var peer = connection.Features.GetRequiredFeature<Peer>();
        if (proxies.Trusts(peer))
        {
            if (await ReadAsync(connection.Transport.Input) is not { } header)
            {
                return;
            }

            connection.Features.Set(header.Introduce(peer));
        }

        await next(connection);
    }

    private async Task<ProxyHeader?> ReadAsync(PipeReader input)
    {
        using var late = new CancellationTokenSource(timeout);
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(late.Token);
                var status = ProxyHeaderReader.TryRead(read.Buffer.ToArray(), out var header, out var length);
                var isDone = status is OperationStatus.Done;
                input.AdvanceTo(read.Buffer.GetPosition(length), isDone ? read.Buffer.GetPosition(length) : read.Buffer.End);
                if (isDone || status is not OperationStatus.NeedMoreData || read.IsCompleted)
                {
                    return isDone ? header : null;
                }
            }
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException)
        {
            return null;
        }
    }
}
