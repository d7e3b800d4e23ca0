using WsBroker.Disk.Files;

namespace WsBroker.Disk.Tests.Files;

/// <summary>A folder in memory, on a disk that may be full or fail.</summary>
internal sealed class MemoryFolder : ILogFolder
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MemoryFile> _files = new(StringComparer.Ordinal);
    private int _syncs;
    private long _room = long.MaxValue;

    public string Path => "memory";

    /// <summary>Called before each act; may throw.</summary>
    public Action<DiskAct>? Fault { get; set; }

    /// <summary>How many syncs have succeeded.</summary>
    public int Syncs => Volatile.Read(ref _syncs);

    /// <summary>How many more bytes there is room for.</summary>
    public long Room
    {
        get => Interlocked.Read(ref _room);
        set => Interlocked.Exchange(ref _room, value);
    }

    public IReadOnlyDictionary<string, MemoryFile> Files
    {
        get
        {
            lock (_gate)
            {
                return new SortedDictionary<string, MemoryFile>(_files, StringComparer.Ordinal);
            }
        }
    }

    public static IOException NoSpace() => new("No space left on device", 28);

    /// <summary>Another folder with files of the same names and what is made of their contents.</summary>
    public MemoryFolder Copy(Func<string, MemoryFile, byte[]?> content)
    {
        var copy = new MemoryFolder();
        foreach (var (name, file) in Files)
        {
            if (content(name, file) is { } bytes)
            {
                copy._files.Add(name, new MemoryFile(copy, bytes));
            }
        }

        return copy;
    }

    public MemoryFolder Copy() => Copy(static (_, file) => file.Content);

    public void Put(string name, byte[] content) => _files.Add(name, new MemoryFile(this, content));

    public IReadOnlyList<string> List() => [.. Files.Keys];

    public ILogFile Create(string name)
    {
        Fault?.Invoke(DiskAct.Create);
        var file = new MemoryFile(this, []);
        lock (_gate)
        {
            _files.Add(name, file);
        }

        return file;
    }

    public ILogFile Open(string name) => Files[name];

    public void Delete(string name)
    {
        Fault?.Invoke(DiskAct.Delete);
        lock (_gate)
        {
            GiveBack((int)_files[name].Length);
            _files.Remove(name);
        }
    }

    public void Dispose()
    {
    }

    internal int RoomFor(int bytes)
    {
        var taken = (int)Math.Min(bytes, Room);
        GiveBack(-taken);
        return taken;
    }

    internal void GiveBack(int bytes)
    {
        if (Room < long.MaxValue / 2)
        {
            Interlocked.Add(ref _room, bytes);
        }
    }

    internal void CountSync() => Interlocked.Increment(ref _syncs);
}
