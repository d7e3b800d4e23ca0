using WsBroker.Broker.Access;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Gateway.Connections;
using WsBroker.WebSockets.Closing;
using WsBroker.WebSockets.Handshake;

namespace WsBroker.Architecture.Tests;

public sealed class EveryReasonIsTestedTests
{
    public static TheoryData<Type> Reasons =>
    [
        typeof(ViolationReason), typeof(UpgradeRefusal), typeof(EndReason), typeof(ErrorCode), typeof(TopicProblem), typeof(LivenessVerdict), typeof(TokenProblem),
    ];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_reason_is_named_by_a_test(Type reasons)
    {
        var tests = string.Concat(Repository.SourceFiles("tests").Where(IsTest).Select(Repository.Read));

        var unnamed = Enum.GetNames(reasons)
            .Where(static name => name is not "None")
            .Where(name => !tests.Contains($"{reasons.Name}.{name}", StringComparison.Ordinal));

        Assert.Empty(unnamed);
    }

    private static bool IsTest(string path) => !path.Contains("/WsBroker.Architecture.Tests/", StringComparison.Ordinal);
}
