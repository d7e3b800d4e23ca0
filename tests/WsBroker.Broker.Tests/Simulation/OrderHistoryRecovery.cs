using FsCheck;
using FsCheck.Fluent;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>Random commands on a broker and on a model of a topic; a failure is shrunk to the fewest commands that show it.</summary>
public sealed class OrderHistoryRecovery
{
    private const int Sequences = 10_000;
    private const int Commands = 40;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void DR_20_Clients_are_told_what_the_model_says(bool isStored)
    {
        var shrinks = ArbMap.Default.ArbFor<int[]>();
        var commands = Gen.Choose(0, (ModelRun.Kinds * ModelRun.Subscribers) - 1).ArrayOf(Commands);
        Prop.ForAll(Arb.From(commands, shrinks.Shrinker), sequence =>
        {
            using var run = new ModelRun(isStored);
            Array.ForEach(sequence, run.Do);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Sequences).WithReplay(1, 1));
    }
}
