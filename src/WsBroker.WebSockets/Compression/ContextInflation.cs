namespace WsBroker.WebSockets.Compression;

/// <summary>Inflates the messages of one connection, each with what the earlier ones held.</summary>
/// <param name="disposed">Called once, when it is disposed of.</param>
internal sealed class ContextInflation(Action? disposed) : Inflation
{
    private Inflater? _context;
    private bool _isDisposed;

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _context?.Dispose();
            disposed?.Invoke();
        }
    }

    /// <inheritdoc/>
    internal override Inflater Begin() => _context ??= new Inflater();

    /// <inheritdoc/>
    internal override void End(Inflater inflater)
    {
        // Kept for the next message
    }
}
