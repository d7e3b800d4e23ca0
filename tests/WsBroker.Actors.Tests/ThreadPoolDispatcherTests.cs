using System.Collections.Concurrent;
using WsBroker.Actors.Tests.Stress;

namespace WsBroker.Actors.Tests;

/// <summary>Turns on many threads at once.</summary>
public sealed class ThreadPoolDispatcherTests
{
    private const int Messages = 1_000_000;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_million_messages_of_many_senders_all_arrive_in_the_order_of_each()
    {
        await using var system = new LocalActorSystem(new ActorSystemOptions());
        var senders = Environment.ProcessorCount + 1;
        var book = new OrderBook(senders, Messages / senders * senders);
        var actor = system.Spawn(new Props<Numbered>(() => new OrderActor(book)));

        TellFromThreads(senders, sender =>
        {
            for (var number = 0; number < Messages / senders; number++)
            {
                actor.Tell(new Numbered(sender, number));
            }
        });

        await book.Complete.Task.WaitAsync(_patience);
        Assert.Equal(0, book.OutOfOrder);
        Assert.Equal(0, book.Overlaps);
    }

    [Fact]
    public async Task No_wake_up_is_lost_when_actors_keep_falling_idle()
    {
        await using var system = new LocalActorSystem(new ActorSystemOptions());
        var pairs = Environment.ProcessorCount * 2;
        using var done = new CountdownEvent(pairs);
        var returned = 0L;

        for (var pair = 0; pair < pairs; pair++)
        {
            system.Spawn(new Props<int>(() => new ReturningActor(Messages / pairs / 2, count =>
            {
                Interlocked.Add(ref returned, count);
                done.Signal();
            })));
        }

        Assert.True(done.Wait(_patience));
        Assert.Equal(Messages / pairs / 2 * pairs, returned);
    }

    [Fact]
    public async Task Actors_come_and_go_on_all_threads_and_none_is_left()
    {
        var system = new LocalActorSystem(new ActorSystemOptions());
        var ended = new ConcurrentDictionary<int, bool>();
        var props = Enumerable.Range(0, 10_000)
            .Select(i => new Props<int>(() => new EphemeralActor(() => ended[i] = true)))
            .ToArray();

        TellFromThreads(4, thread =>
        {
            for (var i = thread; i < props.Length; i += 4)
            {
                var actor = system.Spawn(props[i]);
                actor.Tell(1);
                actor.Tell(2);
                if (i % 3 == 0)
                {
                    system.Stop(actor);
                }
            }
        });
        system.Terminate();

        await system.Terminated.WaitAsync(_patience);
        Assert.Equal(props.Length, ended.Count);
    }

    [Fact]
    public async Task A_parent_ends_after_its_children_however_their_ends_cross()
    {
        var system = new LocalActorSystem(new ActorSystemOptions());
        var child = new Props<int>(static () => new EphemeralActor(static () => { }));
        var parent = new Props<int>(() => new ParentActor(child));

        for (var i = 0; i < 50_000; i++)
        {
            system.Spawn(parent).Tell(1);
        }

        system.Terminate();
        await system.Terminated.WaitAsync(_patience);
    }

    [Fact]
    public async Task Each_watcher_is_told_once_however_the_watch_and_the_end_cross()
    {
        const int Pairs = 10_000;
        await using var system = new LocalActorSystem(new ActorSystemOptions());
        using var told = new CountdownEvent(Pairs);
        var notices = new int[Pairs];
        var props = new Props<int>(static () => new EphemeralActor(static () => { }));
        var watched = Enumerable.Range(0, Pairs).Select(_ => system.Spawn(props)).ToArray();

        TellFromThreads(2, thread =>
        {
            for (var i = 0; i < Pairs; i++)
            {
                if (thread == 0)
                {
                    watched[i].Tell(1);
                }
                else
                {
                    var own = i;
                    system.Spawn(new Props<int>(() => new WatchingActor(watched[own], () =>
                    {
                        notices[own]++;
                        told.Signal();
                    })));
                }
            }
        });

        Assert.True(told.Wait(_patience));
        Assert.All(notices, static count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task The_execution_context_of_the_teller_stays_with_the_teller()
    {
        await using var system = new LocalActorSystem(new ActorSystemOptions());
        var local = new AsyncLocal<string> { Value = "the teller's" };
        var seen = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = system.Spawn(new Props<int>(() => new EphemeralActor(() => seen.SetResult(local.Value))));

        actor.Tell(1);

        Assert.Null(await seen.Task.WaitAsync(_patience));
    }

    private static void TellFromThreads(int threads, Action<int> tell)
    {
        using var start = new Barrier(threads);
        var running = Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            start.SignalAndWait();
            tell(number);
        })).ToArray();
        Array.ForEach(running, static thread => thread.Start());
        Array.ForEach(running, static thread => thread.Join());
    }
}
