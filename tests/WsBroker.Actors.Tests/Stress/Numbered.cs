namespace WsBroker.Actors.Tests.Stress;

/// <summary>A message that knows its place.</summary>
internal readonly record struct Numbered(int Sender, int Number);
