using System.Text.Json;

namespace WsBroker.Deployment.Tests;

/// <summary>YAML that is held to its schema.</summary>
internal static class Yaml
{
    /// <summary>Reads documents; the test fails if one is not as the schema says.</summary>
    /// <param name="schema"><c>kubernetes</c> or <c>compose</c>.</param>
    /// <param name="text">The documents.</param>
    public static async Task<List<JsonElement>> ReadAsync(string schema, string text)
    {
        var folder = Path.Combine(Files.Root, "tests", "deployment");
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), $"The Node packages are missing: npm ci --prefix {folder}, or run tests/run");
        var json = await Tool.SucceedsAsync("node", [Path.Combine(folder, "yaml.mjs"), schema], text);
        return [.. JsonElement.Parse(json).EnumerateArray()];
    }
}
