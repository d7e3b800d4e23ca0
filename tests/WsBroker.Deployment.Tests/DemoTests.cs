using WsBroker.Client;

namespace WsBroker.Deployment.Tests;

public sealed class DemoTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task People_chat_across_the_nodes_of_the_demo_with_one_of_them_killed_and_Ctrl_C_leaves_nothing_behind()
    {
        using var late = new CancellationTokenSource(_patience);
        await using var demo = await Demo.StartAsync();
        var address = new UriBuilder(demo.Address) { Scheme = "ws" }.Uri;
        var people = new List<WsBrokerClient>();
        for (var number = 0; number < 6; number++)
        {
            people.Add(await WsBrokerClient.ConnectAsync(address, cancellationToken: late.Token));
        }

        var heard = people.Select(person => Hear(person, count: 12, late.Token)).ToList();
        await Task.WhenAll(heard.Select(static one => one.Stands));
        await SayAsync(people, late.Token);
        demo.KillNode(1);
        await SayAsync(people, late.Token);

        foreach (var (_, texts) in heard)
        {
            Assert.Equal(12, (await texts).Distinct(StringComparer.Ordinal).Count());
        }

        people.ForEach(static person => _ = person.DisposeAsync().AsTask());
        Assert.Equal(0, await demo.StopAsync());
        Assert.All(demo.Nodes, static node => Assert.False(Directory.Exists(FormattableString.Invariant($"/proc/{node}"))));
    }

    private static async Task SayAsync(List<WsBrokerClient> people, CancellationToken cancellationToken)
    {
        foreach (var person in people)
        {
            await person.PublishAsync("chat/lobby", Guid.NewGuid().ToString(), cancellationToken: cancellationToken);
        }
    }

    private static (Task Stands, Task<List<string>> Texts) Hear(WsBrokerClient person, int count, CancellationToken cancellationToken)
    {
        var stands = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (stands.Task, HearAllAsync());

        async Task<List<string>> HearAllAsync()
        {
            var texts = new List<string>();
            await foreach (var message in person.SubscribeAsync("chat/lobby", new SubscribeOptions { Subscribed = _ => stands.TrySetResult() }, cancellationToken))
            {
                texts.Add(message.GetText());
                if (texts.Count == count)
                {
                    break;
                }
            }

            return texts;
        }
    }
}
