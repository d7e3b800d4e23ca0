namespace WsBroker.Redis.Connections;

/// <summary>What a look at a cluster's slots has found.</summary>
/// <param name="HaveMoved">Whether slots have moved, and stand still again: what was published meanwhile may not have been heard.</param>
/// <param name="AreCallsStuck">Whether the connection for calls does not reach a master, and is to be made anew.</param>
/// <param name="AreChannelsStuck">Whether that for channels is.</param>
internal readonly record struct SlotNews(bool HaveMoved, bool AreCallsStuck, bool AreChannelsStuck);
