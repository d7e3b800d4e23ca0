using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>Sessions that publish, come, recover and go as the seed decides, while topics are let go under them.</summary>
public sealed class OneOrderForAll
{
    [Theory]
    [InlineData(1)]
    [InlineData(51)]
    [InlineData(101)]
    [InlineData(151)]
    public void Every_session_sees_runs_of_one_order_and_all_credit_comes_back(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 50; seed++)
        {
            using var run = new SessionsRun((ulong)seed, new TopicOptions
            {
                // Short and small, so that topics are let go and refuse while messages are on their way to them
                Rules = new TopicRules
                {
                    Otherwise = new TopicSettings
                    {
                        MaxHistoryCount = seed % 3 == 0 ? 0 : 5,
                        HistoryAge = TimeSpan.FromSeconds(5),
                        KeyAge = TimeSpan.FromSeconds(5),
                    },
                },
                MaxWaitingMessages = seed % 2 == 0 ? 4 : 1000,
                FanOutChunk = 1 + (seed % 4),
                MaxDeliveryBytes = 1 + (seed % 7),
            });
            run.Run();
        }
    }
}
