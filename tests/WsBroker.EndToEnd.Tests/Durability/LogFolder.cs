namespace WsBroker.EndToEnd.Tests.Durability;

/// <summary>A folder for a broker's log, removed at the end.</summary>
internal sealed class LogFolder : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("wsbroker");

    /// <summary>The value for <c>--engine</c>.</summary>
    public string Engine => $"disk:{Path.Combine(_parent.FullName, "log")}";

    public void Dispose() => _parent.Delete(recursive: true);
}
