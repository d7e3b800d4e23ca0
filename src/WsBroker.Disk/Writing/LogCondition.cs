namespace WsBroker.Disk.Writing;

/// <summary>Whether the log can be written.</summary>
internal enum LogCondition
{
    /// <summary>It can, as far as is known.</summary>
    Well,

    /// <summary>There was no room at the last attempt.</summary>
    Full,

    /// <summary>The last attempt failed for another reason.</summary>
    Failing,

    /// <summary>What the system says of the file cannot be trusted any more; it is not written again until it is opened anew.</summary>
    Broken,
}
