using System.Reflection;

namespace WsBroker.Architecture.Tests;

/// <summary>What an assembly shows to others, as text: a line for each type, and one for each member that is its own.</summary>
internal static class PublicSurface
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The lines, in an order that does not depend on where they stand in the source.</summary>
    public static string Of(Assembly assembly)
    {
        var lines = assembly.GetExportedTypes()
            .OrderBy(static type => type.FullName, StringComparer.Ordinal)
            .SelectMany(static type => MembersOf(type).Order(StringComparer.Ordinal).Prepend(Name(type)));
        return string.Join('\n', lines) + "\n";
    }

    private static string Name(Type type) => $"{KindOf(type)} {type.FullName} : {type.BaseType?.Name ?? "none"}";

    private static string KindOf(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static IEnumerable<string> MembersOf(Type type) => type.GetMembers(Own)
        .Where(member => member is not Type && IsShown(member) && !member.Name.Contains('<', StringComparison.Ordinal))
        .Where(static member => member is not MethodInfo { IsSpecialName: true })
        .Select(static member => $"    {member}");

    private static bool IsShown(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field is { IsPublic: true, IsSpecialName: false } || field.IsFamily,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsShown),
        EventInfo => true,
        _ => false,
    };
}
