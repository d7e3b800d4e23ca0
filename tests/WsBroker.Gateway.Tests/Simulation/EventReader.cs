using System.Net;
using System.Text;
using System.Text.Json;
using WsBroker.Gateway.Peers;
using WsBroker.TestKit;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>A client that listens to a stream of events of a simulated broker.</summary>
internal sealed class EventReader
{
    private EventReader(SimulatedClient client) => Client = client;

    public SimulatedClient Client { get; }

    public string Status => Client.Head.Split(' ')[1];

    public string Head => Client.Head.Split("\r\n\r\n")[0];

    public string Body => Client.Head[(Head.Length + 4)..];

    public IReadOnlyList<SentEvent> Events => SentEvent.ReadAll(Body);

    public string LastEventId => Events.Count == 0 ? "" : Events[^1].LastEventId;

    public IEnumerable<string> Texts =>
        Events.Where(static one => one.Name is "message").Select(static one => JsonElement.Parse(one.Data).GetProperty("text").GetString()!);

    public static EventReader Open(SimulatedBroker broker, string query, params string[] headers) =>
        Read(broker.Connect(), Request(query, headers));

    public static EventReader OpenOnThisMachine(SimulatedBroker broker, string host) =>
        Read(broker.Connect(Peer.At(new IPEndPoint(IPAddress.Loopback, 1))), Encoding.ASCII.GetBytes($"GET /sse?topic=t HTTP/1.1\r\nHost: {host}\r\n\r\n"));

    public static byte[] Request(string query, params string[] headers) => Encoding.ASCII.GetBytes(
        $"GET /sse?{query} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n{string.Concat(headers.Select(static header => $"{header}\r\n"))}\r\n");

    public JsonElement Data(string name) => JsonElement.Parse(Assert.Single(Events, one => string.Equals(one.Name, name, StringComparison.Ordinal)).Data);

    private static EventReader Read(SimulatedClient client, byte[] request)
    {
        client.Write(request);
        return new EventReader(client);
    }
}
