using WsBroker.Broker.Sessions;
using static WsBroker.Protocols.Tests.Json.Reading;

namespace WsBroker.Protocols.Tests.Json;

public sealed class CommandBodyTests
{
    [Theory]
    [InlineData("""{"subscribe":{"topic":"a","topic":"secret"}}""")]
    [InlineData("""{"subscribe":{"topic":"a","echo":true,"echo":false}}""")]
    [InlineData("""{"subscribe":{"topic":"a","last":1,"last":2}}""")]
    [InlineData("""{"subscribe":{"topic":"a","recover":{"epoch":"e","offset":1},"recover":{"epoch":"e","offset":2}}}""")]
    [InlineData("""{"history":{"topic":"a","after":1,"after":2}}""")]
    [InlineData("""{"history":{"topic":"a","before":1,"before":2}}""")]
    [InlineData("""{"history":{"topic":"a","last":1,"la\u0073t":2}}""")]
    [InlineData("""{"publish":{"topic":"a","data":1,"data":2}}""")]
    [InlineData("""{"publish":{"topic":"a","data":1,"key":"k","key":"l"}}""")]
    [InlineData("""{"publish":{"topic":"a","data":1,"headers":{},"headers":{}}}""")]
    [InlineData("""{"connect":{"name":"a","name":"b"}}""")]
    [InlineData("""{"connect":{"info":1,"info":null}}""")]
    [InlineData("""{"id":1,"ping":{},"id":1}""")]
    public void AP_03_A_member_that_stands_twice_is_refused(string message)
    {
        Assert.Equal(ErrorCode.DuplicateMember, Refuse(message).Code);
    }

    [Theory]
    [InlineData("""{"epoch":"e","epoch":"f","offset":1}""")]
    [InlineData("""{"epoch":"e","offset":1,"offset":2}""")]
    public void AP_03_A_member_of_a_position_that_stands_twice_is_refused(string recover)
    {
        Assert.Equal(ErrorCode.InvalidMember, Refuse($$$"""{"subscribe":{"topic":"a","recover":{{{recover}}}}}""").Code);
    }
}
