namespace WsBroker.Conformance.Tests.Rfc9112;

/// <summary>A request that may be wrong, and what it must be answered.</summary>
/// <param name="Row">The row of the list of cases, such as HP-05.</param>
/// <param name="Name">What is special about it; unique within the row.</param>
/// <param name="Request">What is sent; a character is a byte.</param>
/// <param name="Fate">What becomes of the connection.</param>
/// <param name="Statuses">The answers that are right.</param>
internal sealed record HttpCase(string Row, string Name, string Request, Fate Fate, IReadOnlyList<int> Statuses)
{
    /// <summary>Whether the answer has no body because it answers HEAD.</summary>
    public bool IsHead => Request.StartsWith("HEAD ", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{Row} {Name}";

    /// <summary>A request that is refused with 400, or with the status that is told, after which the connection ends.</summary>
    public static HttpCase Refused(string row, string name, string request, params int[] statuses) =>
        new(row, name, request, Fate.Ends, statuses is [] ? [400] : statuses);

    /// <summary>A request that is answered so, after which the next one is answered too.</summary>
    public static HttpCase Answered(string row, string name, string request, params int[] statuses) =>
        new(row, name, request, Fate.GoesOn, statuses);
}
