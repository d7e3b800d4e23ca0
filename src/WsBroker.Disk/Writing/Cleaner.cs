using Microsoft.Extensions.Logging;
using WsBroker.Disk.Files;
using WsBroker.Disk.Index;
using WsBroker.Disk.Reading;
using WsBroker.Disk.Records;
using WsBroker.Disk.Segments;

namespace WsBroker.Disk.Writing;

/// <summary>Lets old segments go: carries forward what is still needed of the oldest, and removes those of which nothing is.</summary>
/// <remarks>
/// Segments go in their order, so what a later record says of an earlier one (forgotten, renewed, first kept) never goes before it.
/// Belongs to the thread that writes.
/// </remarks>
internal sealed class Cleaner(ILogFolder folder, DiskOptions options, LogIndex index, DiskMetrics metrics, ILogger logger)
{
    private Segment? _segment;
    private SegmentReader? _reader;
    private long _stepBegan;
    private bool _cannotRead;
    private bool _cannotRemove;

    /// <summary>Whether so much lies on disk that is not needed that carrying forward pays.</summary>
    public bool IsNeeded =>
        index.Segments.Bytes > (2 * index.Segments.LiveBytes) + ((long)options.SpareSegments * options.SegmentBytes)
        && !ReferenceEquals(index.Segments.Oldest, index.Segments.Head);

    /// <summary>Whether it is needed, and did not fail the last time.</summary>
    public bool HasMoreToDo => IsNeeded && !_cannotRead && !_cannotRemove;

    /// <summary>Adds to a commit what is needed of the next part of the oldest segment.</summary>
    public void Step(Commit commit)
    {
        if (!IsNeeded)
        {
            return;
        }

        var reader = Reader();
        _stepBegan = reader.Position;
        try
        {
            while (reader.Position < _segment!.Length && reader.Position < _stepBegan + options.CarryBytes)
            {
                CarryNext(reader, commit);
            }

            _cannotRead = false;
        }
        catch (Exception failure) when (LogHead.IsOfDisk(failure))
        {
            metrics.Failed(DiskFailure.Read);
            if (!_cannotRead)
            {
                _cannotRead = true;
                logger.ReadFailed(failure, folder.Path, _segment!.Name.ToString());
            }
        }
    }

    /// <summary>The commit of the last step is stored.</summary>
    /// <returns>Topics of which nothing is left, because it could not be read.</returns>
    public IReadOnlyList<TopicLog> Committed()
    {
        var isThrough = _reader is not null && _reader.Position == _segment!.Length;
        if (!isThrough || _segment!.LiveBytes == 0)
        {
            return [];
        }

        _reader = null;
        return index.Lose(_segment.Name.Number);
    }

    /// <summary>The commit of the last step is not stored.</summary>
    public void NotCommitted() => _reader = _segment is null ? null : Reader(_segment, _stepBegan);

    /// <summary>Removes the oldest segments as long as nothing in them is needed.</summary>
    /// <param name="readers">Who may still read in them.</param>
    public void RemoveDead(TopicReader readers)
    {
        try
        {
            while (index.Segments.TakeDead() is { } dead)
            {
                readers.Close(dead.File);
            }

            _cannotRemove = false;
        }
        catch (Exception failure) when (LogHead.IsOfDisk(failure))
        {
            metrics.Failed(DiskFailure.Remove);
            if (!_cannotRemove)
            {
                _cannotRemove = true;
                logger.TidyFailed(failure, folder.Path);
            }
        }
    }

    private static SegmentReader Reader(Segment segment, long from) => new(segment.File, segment.Name.Mark, from, segment.Length);

    private SegmentReader Reader()
    {
        if (_reader is null || !ReferenceEquals(_segment, index.Segments.Oldest))
        {
            _segment = index.Segments.Oldest;
            _reader = Reader(_segment, 0);
        }

        return _reader;
    }

    private void CarryNext(SegmentReader reader, Commit commit)
    {
        var at = reader.Position;
        if (!reader.TryRead(out var record, out var size))
        {
            reader.Skip(static _ => true);
            metrics.Failed(DiskFailure.Damaged);
            logger.DamageFound(folder.Path, _segment!.Name.ToString(), at, reader.Position - at);
            return;
        }

        var place = new Place(_segment!.Name.Number, (int)at, size);
        if (record.Kind is RecordKind.Publication
            && index.TryFind(record.Topic, out var log)
            && index.IsAt(log, record.Offset, place)
            && RecordReader.ReadPublication(record, log.Topic, log.Epoch, userBefore: null) is { } publication)
        {
            commit.Carry(log, publication, place);
        }
    }
}
