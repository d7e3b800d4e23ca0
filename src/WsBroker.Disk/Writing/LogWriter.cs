using System.Diagnostics;
using Microsoft.Extensions.Logging;
using WsBroker.Actors;
using WsBroker.Broker.Topics;
using WsBroker.Disk.Files;
using WsBroker.Disk.Index;
using WsBroker.Disk.Reading;
using WsBroker.Disk.Segments;

namespace WsBroker.Disk.Writing;

/// <summary>Carries out what the store is told: gathers it into commits, writes them, and tells the topics.</summary>
/// <remarks>Belongs to the thread that writes. An order for a topic sees all that was told of the topic before.</remarks>
internal sealed class LogWriter(
    ILogFolder folder, DiskOptions options, LogIndex index, TopicReader reader, DiskMetrics metrics, ILogger logger)
{
    private readonly LogHead _head = new(folder, options, index.Segments, metrics, logger);
    private readonly Cleaner _cleaner = new(folder, options, index, metrics, logger);
    private readonly Commit _commit = new();
    private readonly List<StoreOrder.Trim> _trims = [];
    private readonly List<TopicName> _owedForgets = [];
    private readonly List<TopicLog> _owedRenewals = [];
    private readonly List<TopicLog> _owedAnchors = [];
    private readonly HashSet<ActorRef<TopicMessage>> _told = [];

    /// <summary>Whether there is something to do though nothing is told.</summary>
    public bool HasMoreToDo => _head.IsWell && _cleaner.HasMoreToDo;

    /// <summary>Writes what the scan of the log has found to be said.</summary>
    /// <returns>Whether it is stored.</returns>
    public bool TryMend(LogScan scan)
    {
        _owedRenewals.AddRange(scan.Renewed);
        _owedAnchors.AddRange(scan.WithoutAnchor);
        if (_owedRenewals.Count > 0 || _owedAnchors.Count > 0)
        {
            Begin();
            Flush();
        }

        return _head.IsWell;
    }

    /// <summary>Carries out an order, or gathers it for the next commit.</summary>
    public void Take(StoreOrder order)
    {
        switch (order)
        {
            case StoreOrder.Append append:
                Append(append);
                break;
            case StoreOrder.Trim trim:
                Trim(trim);
                break;
            case StoreOrder.Open open:
                Open(open);
                break;
            case StoreOrder.Forget forget:
                Forget(forget.Topic);
                break;
            default:
                throw new UnreachableException(order.GetType().Name);
        }
    }

    /// <summary>Stores what is gathered, and tidies a part of what is not needed any more.</summary>
    public void Commit()
    {
        if (HasMoreToDo)
        {
            Begin();
        }

        Flush();
        _cleaner.RemoveDead(reader);
    }

    /// <summary>Marks the last commit as complete, so that later damage to it is not taken for a torn end.</summary>
    public void Close()
    {
        Begin();
        Flush();
    }

    private void Append(StoreOrder.Append order)
    {
        if (!Follows(order))
        {
            FlushIfHas(order.Topic);
            order.ReplyTo.Tell(new TopicMessage.NotStored(order.Topic, order.Publication, _head.Refusal));
            return;
        }

        Begin();
        var isSameEpoch = index.TryFind(order.Topic.Text, out var log) && string.Equals(log.Epoch, order.Epoch, StringComparison.Ordinal);
        _commit.Append(order, isSameEpoch ? log!.FirstKept : 0);
        if (_commit.Length >= options.MaxCommitBytes)
        {
            Flush();
        }
    }

    private bool Follows(StoreOrder.Append order)
    {
        if (!_commit.TryFindTop(order.Topic, out var top) && index.TryFind(order.Topic.Text, out var log))
        {
            top = new TopicPosition(log.Epoch, log.LastOffset);
        }

        return order.Offset == (string.Equals(top.Epoch, order.Epoch, StringComparison.Ordinal) ? top.Offset + 1 : 1);
    }

    private void Trim(StoreOrder.Trim order)
    {
        if (_commit.Has(order.Topic))
        {
            _trims.Add(order);
        }
        else if (index.TryFind(order.Topic.Text, out var log))
        {
            index.Trim(log, order.FirstKept);
        }
    }

    private void Open(StoreOrder.Open order)
    {
        FlushIfHas(order.Topic);
        if (index.TryFind(order.Topic.Text, out var log))
        {
            reader.Read(log, index.Segments, order.ReplyTo);
        }
        else
        {
            order.ReplyTo.Tell(new TopicMessage.Opened(order.Topic, null));
        }
    }

    private void Forget(TopicName topic)
    {
        FlushIfHas(topic);
        if (index.TryFind(topic.Text, out var log))
        {
            Begin();
            index.Forget(log);
            _commit.Forget(topic);
        }
    }

    private void FlushIfHas(TopicName topic)
    {
        if (_commit.Has(topic))
        {
            Flush();
        }
    }

    private void Begin()
    {
        if (_commit.IsEmpty)
        {
            _commit.Begin(_head.Prepare());
            _owedForgets.ForEach(_commit.Forget);

            // Before any record that bears the new name
            _owedRenewals.ForEach(_commit.Renew);
            _owedAnchors.ForEach(_commit.Anchor);
            _cleaner.Step(_commit);
        }
    }

    private void Flush()
    {
        if (_commit.IsEmpty)
        {
            return;
        }

        if (_head.TryWrite(_commit.Bytes))
        {
            Note();
        }
        else
        {
            Refuse();
        }

        _commit.Clear();
        var trims = _trims.ToArray();
        _trims.Clear();
        Array.ForEach(trims, Trim);
    }

    private void Note()
    {
        var head = index.Segments.Head;
        var start = (int)head.Length - _commit.Length;
        foreach (var move in _commit.Moves)
        {
            var place = new Place(head.Name.Number, start + move.Start, move.Length);
            if (move.From is { } from)
            {
                index.Move(move.Log, move.Offset, from, place);
            }
            else
            {
                index.Anchor(move.Log, place);
            }
        }

        foreach (var append in _commit.Appends)
        {
            index.Append(append.Order.Topic, append.Order.Epoch, append.Order.Offset, new Place(head.Name.Number, start + append.Start, append.Length));
        }

        _owedForgets.Clear();
        _owedRenewals.Clear();
        _owedAnchors.Clear();
        _owedAnchors.AddRange(_cleaner.Committed());
        metrics.Committed(_commit.Appends.Count, _commit.Moves.Count, _commit.Length);
        TellStored();
    }

    /// <summary>Tells each topic of its last publication, which stands for those before it.</summary>
    private void TellStored()
    {
        for (var at = _commit.Appends.Count - 1; at >= 0; at--)
        {
            var order = _commit.Appends[at].Order;
            if (_told.Add(order.ReplyTo))
            {
                order.ReplyTo.Tell(new TopicMessage.Stored(order.Topic, order.Publication));
            }
        }

        _told.Clear();
    }

    private void Refuse()
    {
        _cleaner.NotCommitted();
        _owedForgets.Clear();
        _owedForgets.AddRange(_commit.Forgotten);
        foreach (var append in _commit.Appends)
        {
            append.Order.ReplyTo.Tell(new TopicMessage.NotStored(append.Order.Topic, append.Order.Publication, _head.Refusal));
        }
    }
}
