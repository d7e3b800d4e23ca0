namespace WsBroker.Architecture.Tests;

public sealed class LayerTests
{
    // What each of these would bring in: a socket, a task that nobody owns, a timer of the system
    private static readonly string[] _impure = ["System.Net.Sockets", "System.Threading.Timer", "System.IO.Pipelines", "Microsoft.AspNetCore"];

    public static TheoryData<string> All => [.. Layers.Names];

    public static TheoryData<string> PureOnes => [.. Layers.Pure];

    [Theory]
    [MemberData(nameof(All))]
    public void A_layer_refers_only_to_those_below_it(string layer)
    {
        var siblings = Layers.Load(layer).GetReferencedAssemblies()
            .Select(static reference => reference.Name!)
            .Where(static name => name.StartsWith("WsBroker.", StringComparison.Ordinal))
            .Select(static name => name["WsBroker.".Length..]);

        Assert.Empty(siblings.Except(Layers.AllowedFor(layer), StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(PureOnes))]
    public void A_pure_layer_refers_to_nothing_that_waits_or_moves_bytes(string layer)
    {
        var references = Layers.Load(layer).GetReferencedAssemblies().Select(static reference => reference.Name!);

        Assert.DoesNotContain(
            references, static name => Array.Exists(_impure, impure => name.StartsWith(impure, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(PureOnes))]
    public void A_pure_layer_starts_no_task_and_no_timer_and_asks_no_clock(string layer)
    {
        foreach (var path in Repository.SourceFiles($"src/WsBroker.{layer}"))
        {
            var text = Repository.Read(path);
            foreach (var word in (string[])["Task.Run", "Task." + "Delay", "new Timer(", "new Thread(", "TimeProvider.System", "Stopwatch."])
            {
                Assert.False(text.Contains(word, StringComparison.Ordinal), $"{path} has {word}");
            }
        }
    }
}
