using System.Collections.Frozen;

namespace WsBroker.Server.Auth;

/// <summary>The keys of one issuer by their names. Immutable.</summary>
/// <param name="keys">The keys; of two with one name the first counts.</param>
internal sealed class KeySet(IReadOnlyCollection<VerificationKey> keys)
{
    private readonly FrozenDictionary<string, VerificationKey> _byId = keys
        .DistinctBy(static key => key.Id, StringComparer.Ordinal)
        .ToFrozenDictionary(static key => key.Id, StringComparer.Ordinal);

    /// <summary>No key.</summary>
    public static KeySet None { get; } = new([]);

    /// <summary>How many there are.</summary>
    public int Count => _byId.Count;

    /// <summary>The key that a token names. One that names none means the only one there is.</summary>
    public VerificationKey? Find(string? id) => id is null
        ? (_byId.Count == 1 ? _byId.Values[0] : null)
        : _byId.GetValueOrDefault(id);
}
