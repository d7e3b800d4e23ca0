namespace WsBroker.Server.Options;

/// <summary>The keys that begin with <c>clientCertificates:</c>.</summary>
internal static class ClientCertificateKeys
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        Key(
            "mode",
            "none, optional or required",
            "whether clients are asked for a certificate on addresses with TLS",
            (c, value) => value switch
            {
                "none" => c with { Mode = ClientCertificateMode.None },
                "optional" => c with { Mode = ClientCertificateMode.Optional },
                "required" => c with { Mode = ClientCertificateMode.Required },
                _ => null,
            },
            c => c.Mode switch
            {
                ClientCertificateMode.Optional => "optional",
                ClientCertificateMode.Required => "required",
                ClientCertificateMode.None or _ => "none",
            }),
        Key(
            "authorities",
            "not empty",
            "file in PEM with the certificates of those who sign clients' certificates",
            (c, value) => value.Length > 0 ? c with { Authorities = value } : null,
            c => c.Authorities ?? ""),
        Key(
            "user",
            "none or cn",
            "whether the common name (cn) of a client's certificate is its user",
            (c, value) => value switch
            {
                "none" => c with { NamesUser = false },
                "cn" => c with { NamesUser = true },
                _ => null,
            },
            c => c.NamesUser ? "cn" : "none"),
    ];

    /// <summary>Makes sure that what is set can have an effect.</summary>
    /// <exception cref="InvalidOptionsException">It cannot.</exception>
    public static void Check(ServerOptions options)
    {
        var certificates = options.ClientCertificates;
        if (certificates.Mode is ClientCertificateMode.None)
        {
            return;
        }

        if (certificates.Authorities is null)
        {
            throw new InvalidOptionsException("Certificates of clients are good if an authority has signed them: set clientCertificates:authorities.");
        }

        if (!options.Listen.Any(static address => address.IsTls))
        {
            throw new InvalidOptionsException("Clients can show certificates on addresses with TLS only: listen on one, https://… (--listen).");
        }
    }

    private static OptionKey Key(
        string name,
        string allowed,
        string meaning,
        Func<ClientCertificateOptions, string, ClientCertificateOptions?> set,
        Func<ClientCertificateOptions, string> get) =>
        new(
            $"clientCertificates:{name}",
            allowed,
            meaning,
            (options, value) => set(options.ClientCertificates, value) is { } changed ? options with { ClientCertificates = changed } : null,
            options => get(options.ClientCertificates));
}
