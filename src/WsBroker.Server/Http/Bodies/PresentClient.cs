using System.Text.Json;

namespace WsBroker.Server.Http.Bodies;

/// <summary>A client that is subscribed to a topic by its name. For the description.</summary>
/// <param name="Client">Names its connection.</param>
/// <param name="User">The user, if it is known.</param>
/// <param name="Name">What it calls itself, if anything.</param>
/// <param name="Info">What else it would have others know, if anything.</param>
internal sealed record PresentClient(string Client, string? User, string? Name, JsonElement? Info);
