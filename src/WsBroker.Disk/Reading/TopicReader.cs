using System.Buffers;
using Microsoft.Extensions.Logging;
using WsBroker.Actors;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Disk.Files;
using WsBroker.Disk.Index;
using WsBroker.Disk.Records;
using WsBroker.Disk.Segments;
using WsBroker.Disk.Writing;

namespace WsBroker.Disk.Reading;

/// <summary>Reads what is kept of topics, so that no commit waits for it.</summary>
/// <remarks>Thread-safe, but for <see cref="Run"/>, which is what the thread that reads does.</remarks>
internal sealed class TopicReader(ILogFolder folder, DiskMetrics metrics, ILogger logger) : IDisposable
{
    private readonly Inbox<ReadOrder> _orders = new();
    private byte[] _buffer = new byte[4096];

    /// <summary>Asks for what is kept of a topic; the topic is told.</summary>
    public void Read(TopicLog log, SegmentSet segments, ActorRef<TopicMessage> replyTo)
    {
        var records = new List<StoredRecord>(log.Places.Count);
        for (var offset = Math.Max(log.FirstKept, log.LastOffset + 1 - log.Places.Count); offset <= log.LastOffset; offset++)
        {
            var place = log.Places[offset];
            records.Add(new StoredRecord(segments[place.Segment], place));
        }

        _orders.Add(new ReadOrder.Read(log.Topic, new TopicPosition(log.Epoch, log.LastOffset), records, replyTo));
    }

    /// <summary>Has a file closed when all has been read that was asked for before.</summary>
    public void Close(ILogFile file) => _orders.Add(new ReadOrder.Close(file));

    /// <summary>Says that nothing more will be asked for.</summary>
    public void Complete() => _orders.Complete();

    /// <summary>Reads what is asked for, until all is read and nothing more will be.</summary>
    public void Run()
    {
        while (_orders.TryTakeAll(wait: true, out var orders))
        {
            foreach (var order in orders)
            {
                CarryOut(order);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _orders.Dispose();

    private void CarryOut(ReadOrder order)
    {
        switch (order)
        {
            case ReadOrder.Read read:
                read.ReplyTo.Tell(Answer(read));
                break;
            case ReadOrder.Close close:
                close.File.Dispose();
                break;
        }
    }

    private TopicMessage Answer(ReadOrder.Read order)
    {
        var publications = new List<Publication>(order.Records.Count);
        foreach (var record in order.Records)
        {
            try
            {
                if (TryRead(record, order, publications.Count > 0 ? publications[^1].Publisher.User : null) is { } publication)
                {
                    publications.Add(publication);
                    continue;
                }
            }
            catch (Exception failure) when (LogHead.IsOfDisk(failure))
            {
                metrics.Failed(DiskFailure.Read);
                logger.ReadFailed(failure, folder.Path, record.Segment.Name.ToString());
                return new TopicMessage.NotOpened(order.Topic, ErrorCode.StorageFailed);
            }

            // What was before it is no part any more of the run that ends with the last
            publications.Clear();
            metrics.Failed(DiskFailure.Damaged);
            logger.RecordDamaged(folder.Path, record.Segment.Name.ToString(), record.Place.Position, order.Topic.Text);
        }

        return new TopicMessage.Opened(order.Topic, new StoredTopic(order.Position, publications));
    }

    private Publication? TryRead(StoredRecord stored, ReadOrder.Read order, string? userBefore)
    {
        var length = stored.Place.Length;
        if (_buffer.Length < length)
        {
            _buffer = new byte[length];
        }

        var read = stored.Segment.File.Read(_buffer.AsSpan(0, length), stored.Place.Position);
        var status = RecordReader.TryRead(_buffer.AsSpan(0, read), stored.Segment.Name.Mark, length, out _, out var record);
        return status is OperationStatus.Done ? RecordReader.ReadPublication(record, order.Topic, order.Position.Epoch, userBefore) : null;
    }
}
