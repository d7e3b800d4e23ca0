namespace WsBroker.Broker.Access;

/// <summary>Tells whom a token stands for.</summary>
/// <remarks>Thread-safe. Answers at once: what it needs from elsewhere it has fetched before, or says that it has not.</remarks>
public interface ITokenVerifier
{
    /// <summary>Reads and verifies a token; throws for no token, whatever it is.</summary>
    Verification Verify(ReadOnlySpan<char> token);
}
