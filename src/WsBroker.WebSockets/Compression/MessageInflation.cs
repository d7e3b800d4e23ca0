using System.Diagnostics.CodeAnalysis;

namespace WsBroker.WebSockets.Compression;

/// <summary>Inflates each message by itself.</summary>
internal class MessageInflation : Inflation
{
    /// <inheritdoc/>
    [SuppressMessage("Usage", "CA1816", Justification = "Nothing to finalize; shared by all")]
    public override void Dispose()
    {
        // Holds nothing
    }

    /// <inheritdoc/>
    internal override Inflater Begin() => InflaterPool.Shared.Rent();

    /// <inheritdoc/>
    internal override void End(Inflater inflater) => InflaterPool.Shared.Return(inflater);
}
