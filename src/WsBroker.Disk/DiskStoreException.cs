namespace WsBroker.Disk;

/// <summary>A folder cannot be used as a store.</summary>
/// <param name="message">Which folder, and what is wrong with it: a sentence.</param>
/// <param name="cause">What it was found out by, or null.</param>
public sealed class DiskStoreException(string message, Exception? cause = null) : Exception(message, cause);
