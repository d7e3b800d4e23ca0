using WsBroker.Broker.Topics;

namespace WsBroker.Disk.Index;

/// <summary>What is known of one topic: where it stands, and where its publications lie.</summary>
/// <remarks>
/// The record of the last publication stays even if it is not needed as such: it tells where the topic stands.
/// Belongs to the thread that writes.
/// </remarks>
internal sealed class TopicLog(TopicName topic, string epoch)
{
    /// <summary>The topic.</summary>
    public TopicName Topic { get; } = topic;

    /// <summary>Its epoch.</summary>
    public string Epoch { get; set; } = epoch;

    /// <summary>The offset of the last publication.</summary>
    public long LastOffset { get; set; }

    /// <summary>The first offset that is needed.</summary>
    public long FirstKept { get; set; }

    /// <summary>Where the publications lie; ends with the last one.</summary>
    public Places Places { get; } = new();
}
