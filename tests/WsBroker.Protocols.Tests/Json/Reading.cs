using System.Text;
using WsBroker.Broker.Sessions;
using WsBroker.Protocols.Json;

namespace WsBroker.Protocols.Tests.Json;

/// <summary>Messages read in one word, as the commands or the refusals that they are.</summary>
internal static class Reading
{
    public static Command Accept(string message)
    {
        var refused = CommandReader.Read(Encoding.UTF8.GetBytes(message), usual: null, out var command);
        Assert.Null(refused);
        return Assert.IsAssignableFrom<Command>(command);
    }

    public static SessionEvent.Refused Refuse(string message)
    {
        var refused = CommandReader.Read(Encoding.UTF8.GetBytes(message), usual: null, out var command);
        Assert.Null(command);
        return Assert.IsType<SessionEvent.Refused>(refused);
    }
}
