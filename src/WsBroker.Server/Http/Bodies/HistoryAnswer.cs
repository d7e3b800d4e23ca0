namespace WsBroker.Server.Http.Bodies;

/// <summary>A part of a topic's history, oldest first. For the description.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Offset">Where it stands: the offset of its last publication, in this part or not.</param>
/// <param name="Messages">The publications.</param>
internal sealed record HistoryAnswer(string Topic, string Epoch, long Offset, IReadOnlyList<HistoryMessage> Messages);
