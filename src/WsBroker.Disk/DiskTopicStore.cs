using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using WsBroker.Actors;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;
using WsBroker.Disk.Files;
using WsBroker.Disk.Index;
using WsBroker.Disk.Reading;
using WsBroker.Disk.Writing;

namespace WsBroker.Disk;

/// <summary>Keeps topics in a log on disk: what it says is stored survives the end of the process and of the power.</summary>
/// <remarks>
/// Thread-safe; no call waits for the disk. One thread writes: all that waits goes out with one write and one sync. Another
/// reads. Both end with <see cref="Dispose"/>, which stores all that was told before; nothing may be told after it.
/// </remarks>
public sealed class DiskTopicStore : ITopicStore, IDisposable
{
    private readonly Inbox<StoreOrder> _orders = new();
    private readonly ILogFolder _folder;
    private readonly LogIndex _index;
    private readonly DiskMetrics _metrics;
    private readonly TopicReader _reader;
    private readonly LogWriter _writer;
    private readonly Thread _reading;
    private readonly Thread _writing;

    private DiskTopicStore(ILogFolder folder, DiskOptions options, DiskMetrics metrics, ILogger logger)
    {
        _folder = folder;
        _metrics = metrics;
        var scan = new LogScan(folder, metrics, logger);
        _index = scan.Run();
        if (_index.Segments.IsEmpty)
        {
            _index.Segments.Begin();
        }

        _reader = new TopicReader(folder, metrics, logger);
        _writer = new LogWriter(folder, options, _index, _reader, metrics, logger);
        if (!_writer.TryMend(scan))
        {
            throw new DiskStoreException($"{folder.Path} cannot be written.");
        }

        Topics = [.. _index.Topics.Select(static log => log.Topic)];
        metrics.Observe(_index.Segments);
        _reading = Start("wsbroker disk reader", _reader.Run);
        _writing = Start("wsbroker disk writer", Write);
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<TopicName> Topics { get; }

    /// <summary>Takes a folder for this process, reads what lies there, cuts off what was not complete, and is ready.</summary>
    /// <param name="options">Where, and how.</param>
    /// <param name="logger">Gets the lines of the store.</param>
    /// <param name="meters">Makes and owns its meter; null for one that ends with the store.</param>
    /// <exception cref="DiskStoreException">The folder cannot be used; the message says why.</exception>
    public static DiskTopicStore Open(DiskOptions options, ILogger logger, IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Open(SystemFolder.Take(options.Folder), options, logger, meters);
    }

    /// <summary>The same on a folder of any kind, which belongs to the store from now on.</summary>
    internal static DiskTopicStore Open(ILogFolder folder, DiskOptions options, ILogger logger, IMeterFactory? meters = null)
    {
        var metrics = new DiskMetrics(meters);
        var began = Stopwatch.GetTimestamp();
        try
        {
            var store = new DiskTopicStore(folder, options, metrics, logger);
            var segments = store._index.Segments;
            logger.Opened(folder.Path, store.Topics.Count, segments.Count, segments.Bytes, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            return store;
        }
        catch (Exception failure)
        {
            folder.Dispose();
            metrics.Dispose();
            if (LogHead.IsOfDisk(failure))
            {
                throw new DiskStoreException($"{folder.Path} cannot be used: {failure.Message}", failure);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public void Open(TopicName topic, ActorRef<TopicMessage> replyTo) => _orders.Add(new StoreOrder.Open(topic, replyTo));

    /// <inheritdoc/>
    public void Append(string epoch, Publication publication, ActorRef<TopicMessage> replyTo) =>
        _orders.Add(new StoreOrder.Append(epoch, publication, replyTo));

    /// <inheritdoc/>
    public void Trim(TopicName topic, long firstKept) => _orders.Add(new StoreOrder.Trim(topic, firstKept));

    /// <inheritdoc/>
    public void Forget(TopicName topic) => _orders.Add(new StoreOrder.Forget(topic));

    /// <summary>Stores all that was told, ends both threads and gives the folder back.</summary>
    public void Dispose()
    {
        _orders.Complete();
        _writing.Join();
        _reader.Complete();
        _reading.Join();
        _index.Segments.Dispose();
        _folder.Dispose();
        _orders.Dispose();
        _reader.Dispose();
        _metrics.Dispose();
    }

    private static Thread Start(string name, ThreadStart run)
    {
        var thread = new Thread(run) { Name = name, IsBackground = true };
        thread.Start();
        return thread;
    }

    private void Write()
    {
        while (_orders.TryTakeAll(wait: !_writer.HasMoreToDo, out var orders))
        {
            foreach (var order in orders)
            {
                _writer.Take(order);
            }

            _writer.Commit();
        }

        _writer.Close();
    }
}
