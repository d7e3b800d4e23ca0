using WsBroker.Conformance.Tests.Clients.Http2;

namespace WsBroker.Conformance.Tests.Rfc9113;

/// <summary>Frames, and what the server must make of them.</summary>
/// <param name="Name">The section, and what is sent.</param>
/// <param name="Frames">They are sent together.</param>
/// <param name="Fate">What must come of it.</param>
/// <param name="Stream">The stream that it is about.</param>
/// <param name="Errors">One of them is told, if any is.</param>
internal sealed record Rule(string Name, Http2Frame[] Frames, Fate Fate, uint Stream = 0, params Http2Error[] Errors);
