using System.CommandLine;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using WsBroker.Broker.Access;
using WsBroker.Broker.Topics;
using WsBroker.Server.Auth;
using WsBroker.Server.Options;

namespace WsBroker.Server.Commands;

/// <summary><c>wsbroker token</c>: makes a token with a key of the configuration.</summary>
internal static class TokenCommand
{
    private static readonly Option<string> _user = new("--user") { Description = "Whom the token stands for", HelpName = "USER", Required = true };

    private static readonly Option<string[]> _publish = new("--publish")
    {
        Description = "Topic or filter that may be published to; may be repeated",
        HelpName = "FILTER",
    };

    private static readonly Option<string[]> _subscribe = new("--subscribe")
    {
        Description = "Topic or filter that may be subscribed to; may be repeated",
        HelpName = "FILTER",
    };

    private static readonly Option<string> _expires = new("--expires")
    {
        Description = "How long it is valid",
        HelpName = "TIME",
        DefaultValueFactory = static _ => "01:00:00",
    };

    private static readonly Option<string?> _key = new("--key") { Description = "Id of the key. Default: the first one", HelpName = "ID" };

    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var command = new Command("token", "Make a token (a JWT) with a key of the configuration, and print it")
        {
            _user, _publish, _subscribe, _expires, _key,
        };
        ServeCommand.AddOptions(command);
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        try
        {
            await parsed.InvocationConfiguration.Output.WriteLineAsync(Make(parsed, ServeCommand.Read(parsed).Auth));
            return ExitCode.Stopped;
        }
        catch (InvalidOptionsException problem)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(problem.Message);
            return ExitCode.WrongUsage;
        }
    }

    private static string Make(ParseResult parsed, AuthOptions options)
    {
        var now = TimeProvider.System.GetUtcNow();
        var lives = new TimeRange(TimeSpan.FromSeconds(1), options.MaxTokenLife);
        var expires = parsed.GetRequiredValue(_expires);
        var life = lives.Read(expires)
            ?? throw new InvalidOptionsException($"--expires is '{expires}'; allowed is {lives.Allowed} (auth:maxTokenLife).");
        var key = FindKey(options, parsed.GetValue(_key));
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = options.Issuer,
            Audience = options.Audience,
            IssuedAt = now.UtcDateTime,
            Expires = (now + life).UtcDateTime,
            Claims = Claims(parsed),
            SigningCredentials = new SigningCredentials(key.Key, key.Algorithm.Name),
        });
    }

    private static Dictionary<string, object> Claims(ParseResult parsed)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["sub"] = CheckUser(parsed.GetRequiredValue(_user)),
            ["jti"] = Guid.NewGuid().ToString("N"),
        };
        AddFilters(claims, "pub", _publish.Name, parsed.GetValue(_publish));
        AddFilters(claims, "subs", _subscribe.Name, parsed.GetValue(_subscribe));
        return claims;
    }

    private static string CheckUser(string user) => UserId.TryParse(user, tenant: "", out _)
        ? user
        : throw new InvalidOptionsException("--user must not be empty, nor longer than 249 bytes, nor have control characters.");

    private static void AddFilters(Dictionary<string, object> claims, string name, string option, string[]? filters)
    {
        foreach (var filter in filters ?? [])
        {
            if (!TopicFilter.TryParse(filter, out _, out var wrong))
            {
                throw new InvalidOptionsException($"{option} cannot be '{filter}': {wrong.Describe()}.");
            }
        }

        if (filters is { Length: > 0 })
        {
            claims.Add(name, filters);
        }
    }

    private static ConfiguredKey FindKey(AuthOptions options, string? id)
    {
        var at = options.Keys.Index().FirstOrDefault(key => id is null || string.Equals(key.Item.Id, id, StringComparison.Ordinal), (Index: -1, Item: null!)).Index;
        if (at < 0)
        {
            throw new InvalidOptionsException(id is null
                ? "There is no key to sign with: set auth:keys:0:algorithm=HS256 and auth:keys:0:secret, in wsbroker.json or the environment."
                : $"There is no key '{id}'; the keys are {string.Join(", ", options.Keys.Select(static key => $"'{key.Id}'"))}.");
        }

        var key = ConfiguredKey.Load(options.Keys[at], at);
        return key.CanSign
            ? key
            : throw new InvalidOptionsException($"The key 'auth:keys:{at}' can only verify: its file has no private key.");
    }
}
