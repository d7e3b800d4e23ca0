namespace WsBroker.Broker.Access;

/// <summary>What comes of a token.</summary>
public abstract record Verification
{
    private Verification()
    {
    }

    /// <summary>It is good.</summary>
    /// <param name="Identity">Whom it stands for.</param>
    public sealed record Accepted(Identity Identity) : Verification;

    /// <summary>It is not good, and never will be.</summary>
    /// <param name="Problem">Why, for us: a client is not told more than that the token is invalid or has expired.</param>
    public sealed record Refused(TokenProblem Problem) : Verification;

    /// <summary>It can't be said now, since the key that it names might be among those that could not be fetched yet.</summary>
    public sealed record Unavailable : Verification
    {
        /// <summary>The only instance.</summary>
        public static readonly Unavailable Instance = new();

        private Unavailable()
        {
        }
    }
}
