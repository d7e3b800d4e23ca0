namespace WsBroker.Disk.Files;

/// <summary>The folder of the log, as far as the log needs it. A seam: tests put failing disks behind it.</summary>
/// <remarks>Every member may throw <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</remarks>
internal interface ILogFolder : IDisposable
{
    /// <summary>Where it is, for people.</summary>
    string Path { get; }

    /// <summary>The names of the files in it.</summary>
    IReadOnlyList<string> List();

    /// <summary>Makes a file that is not there yet, and its entry in the folder durable.</summary>
    ILogFile Create(string name);

    /// <summary>Opens a file that is there.</summary>
    ILogFile Open(string name);

    /// <summary>Removes a file. Who has it open may read on.</summary>
    void Delete(string name);
}
