namespace WsBroker.WebSockets.Closing;

/// <summary>What a peer did wrong: the code that it is told and the rule that we record.</summary>
/// <param name="Code">The code for the close frame.</param>
/// <param name="Reason">The rule that was broken.</param>
public readonly record struct ProtocolViolation(CloseCode Code, ViolationReason Reason);
