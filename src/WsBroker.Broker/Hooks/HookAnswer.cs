using WsBroker.Broker.Access;
using WsBroker.Broker.Publications;

namespace WsBroker.Broker.Hooks;

/// <summary>What a back end says to a <see cref="HookQuestion"/>.</summary>
public abstract record HookAnswer
{
    private HookAnswer()
    {
    }

    /// <summary>It may be done, perhaps in another way than was asked.</summary>
    public sealed record Allowed : HookAnswer
    {
        /// <summary>As it was asked.</summary>
        public static Allowed AsItIs { get; } = new();

        /// <summary>Who a client is that has not proved it itself; null if that stays open. Only for who connects.</summary>
        public Identity? Identity { get; init; }

        /// <summary>What others get to know of the client, in place of what it says itself; null if it stays. Only for who connects.</summary>
        public ReadOnlyMemory<byte>? Info { get; init; }

        /// <summary>What is published in place of what the client sent; null if it stays. Its idempotency key is the client's in any case.</summary>
        public Content? Content { get; init; }
    }

    /// <summary>It must not be done.</summary>
    /// <param name="Code">A number for the client, of the back end's own choosing; null if it gives none.</param>
    /// <param name="Reason">A sentence for the client, or null.</param>
    public sealed record Denied(int? Code, string? Reason) : HookAnswer;

    /// <summary>The back end could not be asked, and what it has not allowed must not be done.</summary>
    public sealed record Unavailable : HookAnswer
    {
        /// <summary>Nobody knows for how long.</summary>
        public static readonly Unavailable Instance = new();

        private Unavailable()
        {
        }

        /// <summary>How long it takes until asking again may succeed; zero if that is not known.</summary>
        public TimeSpan RetryAfter { get; init; }
    }
}
