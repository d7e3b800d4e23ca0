using System.CommandLine;
using System.CommandLine.Parsing;

namespace WsBroker.Server.Commands;

/// <summary>The option <c>--url</c>: where a broker is.</summary>
internal static class UrlOption
{
    /// <summary>Makes it.</summary>
    /// <param name="description">What the address is of.</param>
    /// <param name="plain">The scheme without TLS, of the usual address on this machine too.</param>
    /// <param name="secure">The scheme with TLS.</param>
    public static Option<Uri> Create(string description, string plain, string secure) => new("--url")
    {
        Description = description,
        HelpName = "URL",
        CustomParser = result => Read(result, plain, secure),
        DefaultValueFactory = _ => new Uri($"{plain}://127.0.0.1:8080"),
    };

    private static Uri? Read(ArgumentResult result, string plain, string secure)
    {
        var text = result.Tokens[^1].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && ((string[])[plain, secure]).Contains(url.Scheme, StringComparer.Ordinal))
        {
            return url;
        }

        result.AddError($"--url is '{text}'; allowed is an address like {plain}://127.0.0.1:8080 or {secure}://broker.example/");
        return null;
    }
}
