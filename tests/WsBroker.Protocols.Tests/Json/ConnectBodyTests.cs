using System.Text;
using WsBroker.Broker.Sessions;
using WsBroker.Protocols.Json;
using static WsBroker.Protocols.Tests.Json.Reading;

namespace WsBroker.Protocols.Tests.Json;

public sealed class ConnectBodyTests
{
    [Fact]
    public void Reads_who_a_client_says_it_is_and_keeps_its_info_byte_for_byte()
    {
        var command = Assert.IsType<Command.Connect>(
            Accept("""{"connect":{"info": {"a" : 1.0, "b":"\ud800"} ,"x":[1],"name":"caf\u00e9"}}"""));

        Assert.Equal("café", command.Name);
        Assert.Equal("""{"a" : 1.0, "b":"\ud800"}""", Encoding.UTF8.GetString(command.Info.Span));
    }

    [Theory]
    [InlineData(1022, true)]
    [InlineData(1023, false)]
    public void An_info_has_at_most_a_KiB_as_it_stands(int length, bool isRead)
    {
        var message = Encoding.UTF8.GetBytes($$$"""{"connect":{"info":"{{{new string('i', length)}}}"}}""");

        Assert.Equal(isRead ? null : ErrorCode.InvalidMember, CommandReader.Read(message, usual: null, out _)?.Code);
    }
}
