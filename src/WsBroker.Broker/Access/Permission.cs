using System.Diagnostics;
using WsBroker.Broker.Publications;

namespace WsBroker.Broker.Access;

/// <summary>Decides who may do what: the one place for it.</summary>
internal static class Permission
{
    /// <summary>Whether a client may do what a rule opens to some.</summary>
    public static bool Admits(this AccessLevel level, Participant client) => level switch
    {
        AccessLevel.Anyone => true,
        AccessLevel.Authenticated => client.IsServer || client.User is not null,
        AccessLevel.Token or AccessLevel.Server => client.IsServer,
        _ => throw new UnreachableException(level.ToString()),
    };
}
