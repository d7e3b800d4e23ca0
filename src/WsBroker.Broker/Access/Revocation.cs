namespace WsBroker.Broker.Access;

/// <summary>What is not to count any more, although it has not expired.</summary>
public abstract record Revocation
{
    private Revocation()
    {
    }

    /// <summary>Whether this token is meant.</summary>
    public abstract bool Covers(Identity identity);

    /// <summary>One token.</summary>
    /// <param name="TokenId">Its <c>jti</c>.</param>
    /// <param name="Tenant">Whose token it is; empty for nobody's. Tenants choose ids for themselves.</param>
    public sealed record OfToken(string TokenId, string Tenant) : Revocation
    {
        /// <inheritdoc/>
        public override bool Covers(Identity identity)
        {
            ArgumentNullException.ThrowIfNull(identity);
            return string.Equals(identity.TokenId, TokenId, StringComparison.Ordinal) && string.Equals(identity.User.Tenant, Tenant, StringComparison.Ordinal);
        }
    }

    /// <summary>All tokens of a user that were made before a moment, and those that don't say when they were made.</summary>
    /// <param name="User">The user.</param>
    /// <param name="Before">The moment.</param>
    public sealed record OfUser(UserId User, DateTimeOffset Before) : Revocation
    {
        /// <inheritdoc/>
        public override bool Covers(Identity identity)
        {
            ArgumentNullException.ThrowIfNull(identity);
            return identity.User.Equals(User) && !(identity.IssuedAt >= Before);
        }
    }
}
