using System.CommandLine.Parsing;
using WsBroker.Broker.Topics;

namespace WsBroker.Server.Commands;

/// <summary>Checks topics and filters on the command line before anything is sent.</summary>
internal static class TopicArguments
{
    /// <summary>Tells what is wrong with an argument that is to be a topic.</summary>
    public static void RequireTopics(ArgumentResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (!TopicName.TryParse(token.Value, out _, out var problem))
            {
                result.AddError($"TOPIC is '{token.Value}': {problem.Describe()}");
            }
        }
    }

    /// <summary>Tells what is wrong with arguments that are to be topics or filters.</summary>
    public static void RequireFilters(ArgumentResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (!TopicFilter.TryParse(token.Value, out _, out var problem))
            {
                result.AddError($"FILTER is '{token.Value}': {problem.Describe()}");
            }
        }
    }
}
