namespace WsBroker.Disk.Records;

/// <summary>A record as it lies in a buffer; it says nothing once the buffer is filled anew.</summary>
internal readonly ref struct Record
{
    /// <summary>What it says.</summary>
    public RecordKind Kind { get; init; }

    /// <summary>The topic's name, in UTF-8. Not of a <see cref="RecordKind.Commit"/>.</summary>
    public ReadOnlySpan<byte> Topic { get; init; }

    /// <summary>The name of the topic's epoch, in UTF-8; of a <see cref="RecordKind.Renewed"/>, the new one.</summary>
    public ReadOnlySpan<byte> Epoch { get; init; }

    /// <summary>The offset of a publication.</summary>
    public long Offset { get; init; }

    /// <summary>The topic's last offset when the record was written: that of the publication, unless it was carried forward.</summary>
    public long LastOffset { get; init; }

    /// <summary>The first offset that was still needed of the topic when the record was written.</summary>
    public long FirstKept { get; init; }

    /// <summary>What else is known of a publication, for <see cref="RecordReader.ReadPublication"/>.</summary>
    public ReadOnlySpan<byte> Rest { get; init; }
}
