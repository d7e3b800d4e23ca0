namespace WsBroker.Server.Http.Bodies;

/// <summary>How many connections of this node it was done to.</summary>
internal sealed record CountAnswer(int Count);
