using WsBroker.Broker.Sessions;

namespace WsBroker.Protocols.Json;

/// <summary>What is wrong with a JSON message.</summary>
/// <param name="Code">The number for the client.</param>
/// <param name="Detail">The sentence for people: which member, and what is allowed.</param>
public readonly record struct Problem(ErrorCode Code, string Detail)
{
    internal static Problem Missing(string member) => new(ErrorCode.MissingMember, $"'{member}' is missing");

    internal static Problem Invalid(string member, string allowed) =>
        new(ErrorCode.InvalidMember, $"'{member}' must be {allowed}");

    internal static Problem Duplicate(string member) => new(ErrorCode.DuplicateMember, $"'{member}' stands twice");
}
