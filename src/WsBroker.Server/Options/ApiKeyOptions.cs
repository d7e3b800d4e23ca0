namespace WsBroker.Server.Options;

/// <summary>A key of the HTTP API: who has it may do what the API can, within its bounds.</summary>
public sealed record ApiKeyOptions
{
    /// <summary>Whose it is; for logs and lists.</summary>
    public string Name { get; init; } = "";

    /// <summary>The SHA-256 of the key's UTF-8, in 64 hexadecimal digits. Not the key itself, so that the file gives nothing away.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>The SHA-256 of a client's certificate that counts as the key, in 64 hexadecimal digits; empty for none.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>The topics that it is for begin with this; empty: all topics, users and connections.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Whether it may only read.</summary>
    public bool ReadOnly { get; init; }
}
