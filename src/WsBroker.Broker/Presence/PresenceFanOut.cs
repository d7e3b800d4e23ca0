using System.Buffers;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Broker.Presence;

/// <summary>Who came and went, on its way to those who were watching at that moment; encoded once for each wire form.</summary>
/// <remarks>Belongs to one topic's actor. Nobody is told of itself.</remarks>
/// <param name="news">What is told.</param>
/// <param name="watchers">Who is told, if it still watches when its turn comes.</param>
internal sealed class PresenceFanOut(IReadOnlyList<PresenceNews> news, IReadOnlyList<Subscriber> watchers) : HandOut
{
    private readonly Dictionary<WireForm, byte[]> _encoded = [];
    private readonly HashSet<ClientId> _concerned = [.. news.OfType<PresenceNews.Change>().Select(static change => change.Client.Client)];
    private int _left = watchers.Count;

    /// <inheritdoc/>
    public override bool Serve(SubscriberList subscribers, ref int budget)
    {
        for (; _left > 0 && budget > 0; budget--)
        {
            var watcher = watchers[--_left];
            if (subscribers.Has(watcher) && BytesFor(watcher) is { Length: > 0 } bytes)
            {
                watcher.Session.Tell(new SessionEvent.Delivered(bytes, Publications: 0));
            }
        }

        return _left == 0;
    }

    private byte[] BytesFor(Subscriber watcher)
    {
        var form = watcher.Form.Uncompressed;
        if (_concerned.Contains(watcher.Client.Client))
        {
            return Encode(form, news.Where(one => !IsOf(one, watcher)));
        }

        if (!_encoded.TryGetValue(form, out var bytes))
        {
            bytes = Encode(form, news);
            _encoded.Add(form, bytes);
        }

        return bytes;
    }

    private static bool IsOf(PresenceNews news, Subscriber watcher) =>
        news is PresenceNews.Change change && change.Client.Client == watcher.Client.Client;

    private static byte[] Encode(WireForm form, IEnumerable<PresenceNews> news)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var one in news)
        {
            form.Write(one, output);
        }

        return output.WrittenSpan.ToArray();
    }
}
