using System.Text;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
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

    [Fact]
    public void Reads_which_session_is_to_be_taken_up_again_and_where()
    {
        var command = Assert.IsType<Command.Connect>(Accept(
            """{"connect":{"session":"00000000000000010000000000000002","recover":{"a":{"epoch":"e","offset":3},"caf\u00e9":{"offset":0,"epoch":"f"}}}}"""));

        Assert.Equal(new SessionId(1, 2), command.Former);
        Assert.Equal(2, command.Positions.Count);
        Assert.Equal(new TopicPosition("e", 3), command.Positions["a"]);
        Assert.Equal(new TopicPosition("f", 0), command.Positions["café"]);
    }

    [Fact]
    public void Who_names_no_session_asks_for_none_and_what_is_no_session_s_name_is_one_that_is_forgotten()
    {
        Assert.Null(Assert.IsType<Command.Connect>(Accept("""{"connect":{}}""")).Former);
        Assert.Equal(default(SessionId), Assert.IsType<Command.Connect>(Accept("""{"connect":{"session":""}}""")).Former);
        Assert.Equal(default(SessionId), Assert.IsType<Command.Connect>(Accept("""{"connect":{"session":"x"}}""")).Former);
    }

    [Theory]
    [InlineData("""{"session":1}""", ErrorCode.InvalidMember)]
    [InlineData("""{"session":"x","session":"x"}""", ErrorCode.DuplicateMember)]
    [InlineData("""{"recover":[]}""", ErrorCode.InvalidMember)]
    [InlineData("""{"recover":{"a":1}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"recover":{"a":{"epoch":"e"}}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"recover":{"a":{"epoch":"e","offset":-1}}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"recover":{"\ud800":{"epoch":"e","offset":1}}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"recover":{"a":{"epoch":"e","offset":1},"\u0061":{"epoch":"e","offset":2}}}""", ErrorCode.DuplicateMember)]
    [InlineData("""{"recover":{},"recover":{}}""", ErrorCode.DuplicateMember)]
    public void Says_what_is_wrong_with_a_session(string connect, ErrorCode expected)
    {
        Assert.Equal(expected, Refuse($$$"""{"connect":{{{connect}}}}""").Code);
    }

    [Fact]
    public void Reads_the_token_once()
    {
        Assert.Equal("t.o.k", Assert.IsType<Command.Connect>(Accept("""{"connect":{"token":"t.o.k"}}""")).Token);
        Assert.Equal(ErrorCode.DuplicateMember, Refuse("""{"connect":{"token":"a","token":"b"}}""").Code);
        Assert.Equal(ErrorCode.InvalidMember, Refuse("""{"connect":{"token":{}}}""").Code);
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
