using WsBroker.Broker.Cluster;
using WsBroker.Broker.Publications;

namespace WsBroker.Broker.Tests.Cluster;

public sealed class ConnectionQuestionTests
{
    private static readonly ClientId _client = new(7);

    [Theory]
    [InlineData(null, false, true)]
    [InlineData("u1", false, true)]
    [InlineData("U1", false, false)]
    [InlineData("", false, false)]
    [InlineData("u1", true, true)]
    [InlineData("u2", true, false)]
    public void Is_for_who_is_all_that_it_names(string? user, bool namesClient, bool expected)
    {
        var question = new ConnectionQuestion.Describe(user, namesClient ? _client.ToString() : null, Tenant: null);

        Assert.Equal(expected, question.IsFor(new Participant(_client, "u1")));
        Assert.Equal(expected && user is null, question.IsFor(new Participant(new ClientId(8), User: null)));
    }
}
