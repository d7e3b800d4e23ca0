using WsBroker.Broker.Sessions;
using static WsBroker.Protocols.Tests.Json.Reading;

namespace WsBroker.Protocols.Tests.Json;

public sealed class RefreshBodyTests
{
    [Fact]
    public void Reads_the_token() =>
        Assert.Equal("t.o.k", Assert.IsType<Command.Refresh>(Accept("""{"refresh":{"x":[{}],"token":"t.o.k"}}""")).Token);

    [Theory]
    [InlineData("""{"refresh":{}}""", ErrorCode.MissingMember)]
    [InlineData("""{"refresh":{"token":7}}""", ErrorCode.InvalidMember)]
    [InlineData("""{"refresh":{"token":"a","token":"b"}}""", ErrorCode.DuplicateMember)]
    [InlineData("""{"refresh":"a"}""", ErrorCode.InvalidMember)]
    public void Anything_else_is_refused(string message, ErrorCode code) => Assert.Equal(code, Refuse(message).Code);
}
