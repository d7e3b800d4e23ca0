namespace WsBroker.Protocols;

/// <summary>Changes for one client what many are delivered alike. Belongs to one connection's actor.</summary>
public abstract class DeliveryRewriter
{
    /// <summary>Gives what this client is sent.</summary>
    /// <param name="delivered">Whole messages in the client's wire form; shared, and not written to.</param>
    public abstract ReadOnlyMemory<byte> Rewrite(ReadOnlySpan<byte> delivered);
}
