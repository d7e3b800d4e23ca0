using System.Collections.Concurrent;
using WsBroker.EndToEnd.Tests.Clients;

namespace WsBroker.EndToEnd.Tests.Durability;

/// <summary>What clients have been told of one topic, and whether the broker still knows it.</summary>
internal sealed class Ledger(string topic)
{
    private readonly ConcurrentDictionary<long, string> _known = new();
    private string? _epoch;

    public string Topic { get; } = topic;

    /// <summary>How many publications clients know of.</summary>
    public int Count => _known.Count;

    /// <summary>The last offset that was found stored.</summary>
    public long CheckedUpTo { get; private set; }

    /// <summary>Notes a publication that was acknowledged or delivered.</summary>
    public void Note(string epoch, long offset, string text)
    {
        Assert.Equal(_epoch ??= epoch, epoch, StringComparer.Ordinal);
        Assert.Equal(text, _known.GetOrAdd(offset, text), StringComparer.Ordinal);
    }

    /// <summary>Reads what came since the last time, and compares.</summary>
    public async Task CheckAsync(WebSocketPeer reader)
    {
        while (await CheckPageAsync(reader) > 0)
        {
        }

        Assert.All(_known.Keys, offset => Assert.InRange(offset, 1, CheckedUpTo));
    }

    private async Task<int> CheckPageAsync(WebSocketPeer reader)
    {
        var page = (await reader.AskAsync(new { id = 1, history = new { topic = Topic, after = CheckedUpTo, last = 1000 } })).GetProperty("history");
        var messages = page.GetProperty("messages").EnumerateArray().ToList();
        foreach (var message in messages)
        {
            Assert.Equal(CheckedUpTo + 1, message.GetProperty("offset").GetInt64());
            Note(page.GetProperty("epoch").GetString()!, ++CheckedUpTo, message.GetProperty("text").GetString()!);
        }

        return messages.Count;
    }
}
