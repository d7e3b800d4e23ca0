using System.Reflection;

namespace WsBroker.Architecture.Tests;

/// <summary>The layers, and what each may refer to.</summary>
internal static class Layers
{
    /// <summary>Layers that know no socket, no thread and no clock of the system.</summary>
    public static readonly string[] Pure = ["WebSockets", "Broker", "Protocols"];

    private static readonly Dictionary<string, string[]> _mayReferTo = new(StringComparer.Ordinal)
    {
        ["Actors"] = [],
        ["WebSockets"] = [],
        ["Broker"] = ["Actors"],
        ["Protocols"] = ["Broker", "Actors"],
        ["Gateway"] = ["Protocols", "Broker", "Actors", "WebSockets"],
        ["Disk"] = ["Broker", "Actors"],
        ["Redis"] = ["Broker", "Actors"],
        ["Client"] = ["WebSockets"],
    };

    /// <summary>The names of all layers below the server.</summary>
    public static IEnumerable<string> Names => _mayReferTo.Keys;

    /// <summary>The layers that this one may refer to.</summary>
    public static string[] AllowedFor(string layer) => _mayReferTo[layer];

    /// <summary>The assembly of a layer, or of the server, which is named as it is called.</summary>
    public static Assembly Load(string layer) => Assembly.Load(layer is "Server" ? "wsbroker" : $"WsBroker.{layer}");
}
