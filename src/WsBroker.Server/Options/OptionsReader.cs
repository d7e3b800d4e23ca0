using System.Globalization;
using System.Text.RegularExpressions;

namespace WsBroker.Server.Options;

/// <summary>Reads the options: defaults, then a JSON file, then the environment, then what the command line sets.</summary>
internal static partial class OptionsReader
{
    /// <summary>The file that is read when none is named, if it is there.</summary>
    public const string UsualFile = "wsbroker.json";

    private const string EnvironmentPrefix = "WSBROKER__";

    /// <summary>Reads and checks everything.</summary>
    /// <param name="file">The configuration file, or null for <see cref="UsualFile"/> in the working directory, if it is there.</param>
    /// <param name="settings">From the command line: <c>key=value</c>.</param>
    /// <param name="listen">From the command line; replaces what file and environment say.</param>
    /// <exception cref="InvalidOptionsException">Something is wrong, and the message says what.</exception>
    public static ServerOptions Read(string? file, IReadOnlyList<string> settings, IReadOnlyList<string> listen)
    {
        var values = ReadValues(file, settings);
        if (listen.Count > 0)
        {
            values.RemoveAll(value => ListName().Match(value.Key) is { Success: true } match && match.Groups["name"].Value is "listen");
            values.AddRange(listen.Select((address, at) => KeyValuePair.Create($"listen:{at}", address)));
        }

        var hasListen = values.Exists(value => value.Key.StartsWith("listen", StringComparison.OrdinalIgnoreCase));
        var options = hasListen ? new ServerOptions { Listen = [] } : new ServerOptions();
        var rules = values.Where(value => TopicRuleReader.IsPartOfRule(value.Key)).ToList();
        options = values.Except(rules).Aggregate(options, Apply);
        return Check(options with { Topics = TopicRuleReader.Read(rules) });
    }

    private static List<KeyValuePair<string, string>> ReadValues(string? file, IReadOnlyList<string> settings)
    {
        var builder = new ConfigurationBuilder();
        var path = Path.GetFullPath(file ?? UsualFile);
        if (file is not null && !File.Exists(path))
        {
            throw new InvalidOptionsException($"There is no configuration file at {path}.");
        }

        try
        {
            return [.. builder
                .AddJsonFile(path, optional: true, reloadOnChange: false)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .AddInMemoryCollection(settings.Select(Split).Reverse().DistinctBy(static one => one.Key, StringComparer.OrdinalIgnoreCase))
                .Build()
                .AsEnumerable()
                .Where(value => value.Value is not null)
                .Select(value => KeyValuePair.Create(value.Key, value.Value!))
                .Where(static value => value.Value.Length > 0 || !WholeList().IsMatch(value.Key))
                .OrderBy(value => value.Key, ConfigurationKeyComparer.Instance)];
        }
        catch (InvalidDataException wrong)
        {
            throw new InvalidOptionsException($"The configuration file {path} is not JSON: {wrong.InnerException?.InnerException?.Message ?? wrong.InnerException?.Message}");
        }
    }

    private static KeyValuePair<string, string?> Split(string setting)
    {
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? KeyValuePair.Create(setting[..equals], (string?)setting[(equals + 1)..])
            : throw new InvalidOptionsException($"--set takes KEY=VALUE, like limits:messageBytes=65536; '{setting}' is not that.");
    }

    private static ServerOptions Apply(ServerOptions options, KeyValuePair<string, string> value)
    {
        var key = Find(value.Key) ?? throw Unknown(value.Key);
        return key.Set(options, value.Value)
            ?? throw new InvalidOptionsException(
                $"The option '{key.Name}' cannot be '{(key.IsSecret ? OptionKey.Hidden : value.Value)}'; allowed is {key.Allowed}. Its meaning: {key.Meaning}.");
    }

    private static InvalidOptionsException Unknown(string key)
    {
        // Of what is numbered there is a first one in the list of names
        var number = Number().Match(key);
        var near = NearNames.Ask(number.Success ? Number().Replace(key, ":0:") : key, OptionKeys.Names);
        return new InvalidOptionsException(near.Length > 0
            ? $"There is no option '{key}'.{(number.Success ? near.Replace(":0:", number.Value, StringComparison.Ordinal) : near)}"
            : $"There is no option '{key}'. Known are: {string.Join(", ", Known(key))}.");
    }

    // Those that begin in the same way, if there are any
    private static IEnumerable<string> Known(string key)
    {
        var group = OptionKeys.Names.Where(name => name.StartsWith($"{key.Split(':')[0]}:", StringComparison.OrdinalIgnoreCase)).ToList();
        return group.Count > 0 ? group : OptionKeys.Names;
    }

    private static OptionKey? Find(string name)
    {
        if (CertificateName().Match(name) is { Success: true } certificate)
        {
            var at = int.Parse(certificate.Groups["at"].Value, NumberStyles.None, CultureInfo.InvariantCulture);
            return OptionKeys.OfCertificate(at).FirstOrDefault(key => Names(key, name));
        }

        if (ApiKeyKeys.Find(name) is { } ofApiKey)
        {
            return ofApiKey;
        }

        if (AuthKeys.FindNumbered(name) is { } numbered)
        {
            return numbered;
        }

        var list = ListName().Match(name);
        return list.Success
            ? OptionKeys.Lists.FirstOrDefault(key => Names(key, list.Groups["name"].Value))
            : OptionKeys.Single.FirstOrDefault(key => Names(key, name));
    }

    private static bool Names(OptionKey key, string name) => string.Equals(key.Name, name, StringComparison.OrdinalIgnoreCase);

    private static ServerOptions Check(ServerOptions options)
    {
        var reachable = options.Listen.FirstOrDefault(address => !address.IsLoopback);
        if (reachable is not null && !options.Insecure && !options.IsGuarded)
        {
            throw new InvalidOptionsException(
                $"Others can reach {reachable}, and anybody who does may do everything. Listen on 127.0.0.1, "
                + "set auth:required=true and a key, have a back end let clients in (webhooks:connect, with webhooks:fail=closed), "
                + "or set insecure=true (--insecure) if that is what you want.");
        }

        options.Engine.Check(options);
        ClientCertificateKeys.Check(options);
        WebhookKeys.Check(options.Webhooks);
        ApiKeyKeys.Check(options);
        AuthCheck.Check(options.Auth, options.ClientCertificates.CanProveUsers);
        return CheckTls(options);
    }

    private static ServerOptions CheckTls(ServerOptions options)
    {
        if (options.Certificates.Any(certificate => certificate.File.Length == 0))
        {
            throw new InvalidOptionsException(
                "The certificates are numbered from 0 without a gap, and each has a file: certificates:0:file, certificates:1:file …");
        }

        if (options.Listen.FirstOrDefault(address => address.IsTls) is { } secure && options.Certificates.Count == 0)
        {
            throw new InvalidOptionsException($"To listen on {secure} takes a certificate: set certificates:0:file (--certificate FILE).");
        }

        return options;
    }

    [GeneratedRegex("^certificates:(?<at>[0-9]{1,2}):[a-z]+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CertificateName();

    [GeneratedRegex("^(?<name>listen|origins|proxies|scrapers)(:[0-9]+)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListName();

    // An empty one comes as a key without a value
    [GeneratedRegex("^(listen|origins|proxies|scrapers|certificates|apiKeys|topics|auth:keys|auth:issuers)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WholeList();

    [GeneratedRegex(":[0-9]+:", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
