using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace WsBroker.Server.Hosting;

/// <summary>A connection of which some bytes have been read already: they come first, then the rest.</summary>
/// <remarks>One more copy of what plain HTTP clients send, which are requests of a few hundred bytes.</remarks>
internal sealed class HandedOverConnection : ConnectionContext
{
    private readonly ConnectionContext _inner;
    private readonly PipeReader _socketInput;
    private readonly Task _pumping;

    /// <summary>Puts <paramref name="received"/> before what <paramref name="inner"/> still receives.</summary>
    public HandedOverConnection(ConnectionContext inner, byte[] received)
    {
        _inner = inner;
        _socketInput = inner.Transport.Input;
        var pipe = new Pipe(new PipeOptions(useSynchronizationContext: false));
        Transport = new DuplexPipe(pipe.Reader, inner.Transport.Output);
        _pumping = PumpAsync(received, pipe.Writer);
    }

    /// <inheritdoc/>
    public override string ConnectionId
    {
        get => _inner.ConnectionId;
        set => _inner.ConnectionId = value;
    }

    /// <inheritdoc/>
    public override IFeatureCollection Features => _inner.Features;

    /// <inheritdoc/>
    public override IDictionary<object, object?> Items
    {
        get => _inner.Items;
        set => _inner.Items = value;
    }

    /// <inheritdoc/>
    public override IDuplexPipe Transport { get; set; }

    /// <inheritdoc/>
    public override EndPoint? LocalEndPoint => _inner.LocalEndPoint;

    /// <inheritdoc/>
    public override EndPoint? RemoteEndPoint => _inner.RemoteEndPoint;

    /// <inheritdoc/>
    public override CancellationToken ConnectionClosed => _inner.ConnectionClosed;

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason) => _inner.Abort(abortReason);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _socketInput.CancelPendingRead();
        await Transport.Input.CompleteAsync();
        await _pumping;
        await _inner.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task PumpAsync(byte[] received, PipeWriter writer)
    {
        Exception? end = null;
        try
        {
            var flushed = await writer.WriteAsync(received);
            while (!flushed.IsCompleted)
            {
                var read = await _socketInput.ReadAsync();
                foreach (var part in read.Buffer)
                {
                    writer.Write(part.Span);
                }

                _socketInput.AdvanceTo(read.Buffer.End);
                flushed = await writer.FlushAsync();
                if (read.IsCanceled || read.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (IOException broken)
        {
            end = broken;
        }

        await writer.CompleteAsync(end);
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
