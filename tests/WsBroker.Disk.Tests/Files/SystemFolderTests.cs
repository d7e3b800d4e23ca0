using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Disk.Tests.Files;

/// <summary>A store on a real disk.</summary>
public sealed class SystemFolderTests : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("wsbroker").FullName;

    [Fact]
    public async Task A_folder_is_made_and_what_is_stored_in_it_is_there_again()
    {
        using (var store = Open())
        {
            await StoreAsync(store, 1, 3);
        }

        using var again = Open();
        var probe = new TopicProbe();
        again.Open(Sample.Topic(), probe);
        Assert.Equal(3, (await probe.NextAsync<TopicMessage.Opened>()).Found!.Publications.Count);
    }

    [Fact]
    public void A_folder_below_one_that_is_not_there_is_refused()
    {
        var refused = Assert.Throws<DiskStoreException>(() => Open("not/there"));

        Assert.Contains(Path.Combine(_parent, "not"), refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_parent, "not")));
    }

    [Fact]
    public void Two_stores_never_share_a_folder()
    {
        using (Open())
        {
            Assert.Contains("in use", Assert.Throws<DiskStoreException>(() => Open()).Message, StringComparison.Ordinal);
        }

        Open().Dispose();
    }

    [Fact]
    public void A_file_is_no_folder()
    {
        File.WriteAllText(Path.Combine(_parent, "log"), "");

        Assert.Throws<DiskStoreException>(() => Open());
    }

    [Fact]
    public async Task A_disk_that_is_really_full_refuses_and_stores_again_when_it_has_room()
    {
        var mount = Path.Combine(_parent, "mount");
        Directory.CreateDirectory(mount);
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || Run("mount", "-t", "tmpfs", "-o", "size=256k", "none", mount) != 0)
        {
            // Only root can mount; the disk in memory is full in LogHeadTests for everybody
            return;
        }

        try
        {
            using var store = Open("mount/log");
            await StoreAsync(store, 1, 3);
            var hog = Path.Combine(mount, "hog");
            Hog(hog);
            var probe = new TopicProbe();
            store.Append(Sample.Epoch, Sample.Large(4, bytes: 50_000), probe);
            Assert.Equal(ErrorCode.StorageFull, (await probe.NextAsync<TopicMessage.NotStored>()).Code);
            store.Open(Sample.Topic(), probe);
            Assert.Equal(3, (await probe.NextAsync<TopicMessage.Opened>()).Found!.Publications.Count);
            File.Delete(hog);
            await StoreAsync(store, 4, 5);
        }
        finally
        {
            Assert.Equal(0, Run("umount", mount));
        }
    }

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    private static void Hog(string path)
    {
        using var file = File.OpenWrite(path);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full, as it should be
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static async Task StoreAsync(DiskTopicStore store, long from, long to)
    {
        var probe = new TopicProbe();
        for (var offset = from; offset <= to; offset++)
        {
            store.Append(Sample.Epoch, Sample.Publication(offset), probe);
            await probe.NextAsync<TopicMessage.Stored>();
        }
    }

    private DiskTopicStore Open(string folder = "log") => DiskTopicStore.Open(new DiskOptions(Path.Combine(_parent, folder)), NullLogger.Instance);
}
