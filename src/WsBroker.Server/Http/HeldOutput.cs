using System.IO.Pipelines;

namespace WsBroker.Server.Http;

/// <summary>What is answered to a client; its end is held back until <see cref="ReleaseAsync"/>.</summary>
/// <param name="inner">Where it goes.</param>
internal sealed class HeldOutput(PipeWriter inner) : PipeWriter
{
    private Exception? _failure;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => inner.UnflushedBytes;

    /// <inheritdoc/>
    public override void Advance(int bytes) => inner.Advance(bytes);

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    /// <inheritdoc/>
    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(source, cancellationToken);

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => _failure = exception;

    /// <summary>It has ended, if it has, and may be told so.</summary>
    public ValueTask ReleaseAsync() => inner.CompleteAsync(_failure);
}
