namespace WsBroker.WebSockets.Compression;

/// <summary>Inflates the messages of one connection, each with what the earlier ones held.</summary>
internal sealed class ContextInflation : Inflation
{
    private Inflater? _context;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _context?.Dispose();
        _context = null;
    }

    /// <inheritdoc/>
    internal override Inflater Begin() => _context ??= new Inflater();

    /// <inheritdoc/>
    internal override void End(Inflater inflater)
    {
        // Kept for the next message
    }
}
