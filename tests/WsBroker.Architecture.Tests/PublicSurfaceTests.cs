namespace WsBroker.Architecture.Tests;

public sealed class PublicSurfaceTests
{
    public static TheoryData<string> All => [.. Layers.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void What_a_layer_shows_is_what_was_approved(string layer)
    {
        var surface = PublicSurface.Of(Layers.Load(layer));
        var approved = Path.Combine(Folder(), $"{layer}.txt");
        var received = Path.Combine(Folder(), $"{layer}.received.txt");
        var isApproved = File.Exists(approved)
            && string.Equals(File.ReadAllText(approved).ReplaceLineEndings("\n"), surface, StringComparison.Ordinal);
        if (isApproved)
        {
            File.Delete(received);
        }
        else
        {
            Directory.CreateDirectory(Folder());
            File.WriteAllText(received, surface);
        }

        Assert.True(isApproved, $"""
            The public surface of WsBroker.{layer} is not what was approved. If it should be:
            mv {received} {approved}
            """);
    }

    private static string Folder() => Path.Combine(Repository.Root, "tests", "WsBroker.Architecture.Tests", "Approved");
}
