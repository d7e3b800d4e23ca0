using Microsoft.Extensions.Logging;

namespace WsBroker.TestKit;

/// <summary>A line that was logged.</summary>
/// <param name="Number">Which of the numbered messages it is.</param>
/// <param name="Level">How important it is.</param>
/// <param name="Text">What it says.</param>
/// <param name="Cause">The exception that goes with it, if one does.</param>
public sealed record LoggedLine(int Number, LogLevel Level, string Text, Exception? Cause);
