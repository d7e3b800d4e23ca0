using System.Diagnostics;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Access;

/// <summary>Decides who may do what in a topic: the one place for it, asked by each topic for each way in.</summary>
internal static class Permission
{
    /// <summary>Whether a client may publish to a topic with these settings.</summary>
    public static bool AdmitsPublish(this TopicSettings settings, Participant client, TopicName topic)
    {
        if (client.IsServer)
        {
            return true;
        }

        var level = LevelFor(client, settings.PublishByUser, settings.Publish);
        return !topic.IsSystem && client.IsWithinTenant(topic) && (level is AccessLevel.Token ? client.Identity?.Publish.Cover(topic) is true : level.Admits(client));
    }

    /// <summary>Whether a client may hear a topic with these settings, or anything of it: history, retained value, who is there.</summary>
    /// <param name="settings">The topic's.</param>
    /// <param name="client">Who would hear it.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="by">The subscription; one with wildcards is covered by a token only as a whole.</param>
    public static bool AdmitsSubscribe(this TopicSettings settings, Participant client, TopicName topic, TopicFilter? by = null)
    {
        if (client.IsServer)
        {
            return true;
        }

        if (topic.IsSystem)
        {
            return client.Identity?.User.OwnsInbox(topic.Text) is true;
        }

        var level = LevelFor(client, settings.SubscribeByUser, settings.Subscribe);
        return client.IsWithinTenant(topic) && (level is AccessLevel.Token ? Covers(client.Identity, topic, by) : level.Admits(client));
    }

    /// <summary>
    /// Whether a subscription with wildcards may hear any topic. False only if one rule speaks first for all the topics that it could
    /// match, and does not admit the client; otherwise each topic decides for itself.
    /// </summary>
    public static bool MayAdmit(this TopicRules rules, Participant client, TopicFilter filter)
    {
        if (!MayBeWithinTenant(client, filter))
        {
            return false;
        }

        foreach (var rule in rules.All)
        {
            if (rule.Subscribe is not null && rule.Match.Overlaps(filter))
            {
                return rule.UserLevel is not null || !rule.Match.Covers(filter) || Admits(rule.Subscribe.Value, client, filter);
            }
        }

        return Admits(rules.Otherwise.Subscribe, client, filter);
    }

    // Whatever rules and tokens say, and whatever a wildcard could match
    private static bool IsWithinTenant(this Participant client, TopicName topic) => client.Identity?.User.IsWithinTenant(topic.Text) is not false;

    private static bool MayBeWithinTenant(Participant client, TopicFilter filter) =>
        client.Identity is not { User.Tenant: { Length: > 0 } tenant }
        || (TopicFilter.TryParse($"{tenant}#", out var own, out _) && own.Overlaps(filter));

    private static bool Admits(AccessLevel level, Participant client, TopicFilter filter) => level is AccessLevel.Token
        ? client.Identity?.Subscribe.Cover(filter) is true
        : level.Admits(client);

    private static bool Covers(Identity? identity, TopicName topic, TopicFilter? by) =>
        identity is not null && (by is null ? identity.Subscribe.Cover(topic) : identity.Subscribe.Cover(by));

    private static AccessLevel LevelFor(Participant client, IReadOnlyList<UserAccess> byUser, AccessLevel otherwise)
    {
        if (client.Identity is { } identity)
        {
            foreach (var one in byUser)
            {
                if (string.Equals(one.User, identity.User.Level, StringComparison.Ordinal))
                {
                    return one.Level;
                }
            }
        }

        return otherwise;
    }

    private static bool Admits(this AccessLevel level, Participant client) => level switch
    {
        AccessLevel.Anyone => true,
        AccessLevel.Authenticated => client.Identity is not null,
        AccessLevel.Server => false,
        AccessLevel.Token or _ => throw new UnreachableException(level.ToString()),
    };
}
