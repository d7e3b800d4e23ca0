using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using WsBroker.Broker.Engines;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>Random commands on a broker and on a model of a topic; a failure is shrunk to the fewest commands that show it.</summary>
public sealed class OrderHistoryRecovery
{
    private const int Sequences = 10_000;
    private const int SequencesOnDisk = 100;
    private const int Commands = 40;

    [Fact]
    public void DR_20_Clients_are_told_what_the_model_says() => Check(Sequences, static () => null);

    [Fact]
    public void DR_20_Clients_are_told_what_the_model_says_with_a_store() => Check(Sequences, static () => new PromptStore());

    /// <summary>Each publication is synced: WSBROKER_TEST_SEQUENCES=10000 takes some ten minutes.</summary>
    [Fact]
    public void DR_20_Clients_are_told_what_the_model_says_with_a_log_on_disk() =>
        Check(
            Environment.GetEnvironmentVariable("WSBROKER_TEST_SEQUENCES") is { } wanted ? int.Parse(wanted, CultureInfo.InvariantCulture) : SequencesOnDisk,
            static () => new FileStore());

    private static void Check(int sequences, Func<ITopicStore?> makeStore)
    {
        var shrinks = ArbMap.Default.ArbFor<int[]>();
        var commands = Gen.Choose(0, (ModelRun.Kinds * ModelRun.Subscribers) - 1).ArrayOf(Commands);
        Prop.ForAll(Arb.From(commands, shrinks.Shrinker), sequence =>
        {
            var store = makeStore();
            using var end = store as IDisposable;
            using var run = new ModelRun(store);
            Array.ForEach(sequence, run.Do);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(sequences).WithReplay(1, 1));
    }
}
