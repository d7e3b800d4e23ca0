using WsBroker.Conformance.Tests.Clients;

namespace WsBroker.Conformance.Tests.Autobahn;

/// <summary>One case of the public suite as data: what is sent to <c>/echo</c>, what must come back, and how it ends.</summary>
/// <param name="Id">The suite's number, like 5.19.</param>
/// <param name="Exchanges">Its parts.</param>
internal sealed record AutobahnCase(string Id, params IReadOnlyList<Exchange> Exchanges)
{
    /// <summary>
    /// The codes with which the server may close, null for none. Empty: the client closes in the end, with 1000, and so does the server.
    /// </summary>
    public IReadOnlyList<int?> ClosesWith { get; init; } = [];

    /// <summary>Each of these messages comes back as it was sent.</summary>
    public static AutobahnCase Echo(string id, params IReadOnlyList<ClientFrame> messages) =>
        new(id, Exchange.Of(messages, messages));

    /// <summary>The frames are answered so.</summary>
    public static AutobahnCase Answered(string id, IEnumerable<ClientFrame> frames, params IReadOnlyList<ClientFrame> answers) =>
        new(id, Exchange.Of(frames, answers));

    /// <summary>The frames break a rule, after so many answers.</summary>
    public static AutobahnCase Fails(string id, int code, IEnumerable<ClientFrame> frames, params IReadOnlyList<ClientFrame> answers) =>
        new(id, Exchange.Of(frames, answers)) { ClosesWith = [code] };

    /// <summary>One close frame, answered with one of these codes.</summary>
    public static AutobahnCase Closes(string id, ClientFrame close, params int?[] codes) => new(id, Exchange.Of([close])) { ClosesWith = codes };
}
