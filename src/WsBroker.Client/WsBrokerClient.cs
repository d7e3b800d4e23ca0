using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using WsBroker.Client.Connections;
using WsBroker.Client.Messages;
using WsBroker.Client.Sessions;
using WsBroker.Client.Subscriptions;

namespace WsBroker.Client;

/// <summary>
/// A client of a WsBroker server: publishes and subscribes over one connection, and restores it when it is lost.
/// </summary>
/// <remarks>
/// <para>Thread-safe. Any number of publications and subscriptions may be open at a time.</para>
/// <para>After a reconnection, subscriptions go on where they were cut off, with neither gap nor duplicate as long as
/// the topic's history reaches back; where it does not, <see cref="SubscribeOptions.GapDetected"/> is told.
/// Publications that were not acknowledged are sent again, under a key by which the server knows those that it
/// has.</para>
/// <para>A subscriber that is too slow holds up the whole connection: beyond
/// <see cref="WsBrokerClientOptions.MaxBufferedBytes"/> the socket is not read, the server's queue for this client
/// fills, and the topic's rule for slow subscribers decides. Where that is to disconnect, the client recovers as
/// above.</para>
/// </remarks>
public sealed class WsBrokerClient : IAsyncDisposable
{
    private readonly WsBrokerClientOptions _options;
    private readonly ClientSession _session;
    private readonly ConnectionKeeper _keeper;

    [SuppressMessage("Reliability", "CA2213", Justification = "Publishers may still wait for it; it holds no handle")]
    private readonly SemaphoreSlim _unacknowledged;

    private readonly Lock _ending = new();
    private volatile ConnectionState _state = ConnectionState.Reconnecting;
    private Task _keeping = Task.CompletedTask;
    private Task? _ended;

    private WsBrokerClient(Uri address, WsBrokerClientOptions options)
    {
        _options = options;
        _session = new ClientSession(options);
        _keeper = new ConnectionKeeper(address, options, _session, Tell);
        _unacknowledged = new SemaphoreSlim(options.MaxUnacknowledged);
    }

    /// <summary>
    /// Raised after each change, one at a time, on a thread of the pool. Handlers must not block; what they throw ends
    /// the client. The first connection is not told: it stands when <see cref="ConnectAsync"/> returns.
    /// </summary>
    public event EventHandler<ConnectionStateChangedEventArgs>? StateChanged;

    /// <summary>How the connection stands.</summary>
    public ConnectionState State => _state;

    /// <summary>
    /// Connects to a server. Only later losses of the connection are mended; the first try is the only one here.
    /// </summary>
    /// <param name="address">A <c>ws</c> or <c>wss</c> address, such as <c>ws://127.0.0.1:8080/</c>.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellationToken">Gives up connecting; without effect on the client afterwards.</param>
    /// <exception cref="WsBrokerException">The server cannot be reached, or refused.</exception>
    /// <exception cref="ArgumentException">
    /// The address is not one of a WebSocket server, or an option is out of range.
    /// </exception>
    public static async Task<WsBrokerClient> ConnectAsync(
        Uri address, WsBrokerClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || address.Scheme is not ("ws" or "wss"))
        {
            throw new ArgumentException($"'{address}' does not begin with ws:// or wss://.", nameof(address));
        }

        options ??= new WsBrokerClientOptions();
        if (options.FindProblem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        var client = new WsBrokerClient(address, options);
        try
        {
            client._keeping = client._keeper.KeepAsync(await client._keeper.ConnectAsync(cancellationToken));
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Publishes, and waits until the server has stored the publication as the topic's durability says.
    /// </summary>
    /// <param name="topic">The topic; no wildcards.</param>
    /// <param name="payload">A string or bytes as they are, or made by <see cref="WsBrokerPayload"/>.</param>
    /// <param name="options">Key and headers; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting; the publication may then be stored or not.</param>
    /// <returns>Its place in the topic's order.</returns>
    /// <remarks>
    /// While the connection is lost this waits for the next one. A publication whose acknowledgement was lost is found
    /// by its key in the topic's history; where a topic keeps none, it may be there twice.
    /// </remarks>
    /// <exception cref="WsBrokerException">The server refused it.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed before it was acknowledged.</exception>
    public async ValueTask<TopicPosition> PublishAsync(
        string topic,
        WsBrokerPayload payload,
        PublishOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        await _unacknowledged.WaitAsync(cancellationToken);
        try
        {
            var answer = await AnswerAsync(_session.Publish(topic, payload, options), cancellationToken);
            return ((ServerEvent.Published)answer).Position;
        }
        finally
        {
            _unacknowledged.Release();
        }
    }

    /// <summary>Asks for a part of a topic's history.</summary>
    /// <param name="topic">The topic; no wildcards.</param>
    /// <param name="options">Which part; null for the last messages.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <remarks>While the connection is lost this waits for the next one.</remarks>
    /// <exception cref="ArgumentException">An option is out of range, or both directions are asked for.</exception>
    /// <exception cref="WsBrokerException">The server refused.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed before it was answered.</exception>
    public async ValueTask<HistoryPage> ReadHistoryAsync(
        string topic, HistoryOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        options ??= new HistoryOptions();
        if (options.Count is < 0 or > HistoryOptions.MaxCount)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Count, "Count: allowed are 0 to 1,000,000.");
        }

        if (options.After is not null && options.Before is not null)
        {
            throw new ArgumentException("After and Before are two directions; allowed is one.", nameof(options));
        }

        var answer = await AnswerAsync(_session.Ask(id => CommandWriter.History(id, topic, options)), cancellationToken);
        return ((ServerEvent.HistoryRead)answer).Page;
    }

    /// <summary>Asks who is subscribed to a topic by its name.</summary>
    /// <param name="topic">The topic; no wildcards.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <remarks>While the connection is lost this waits for the next one.</remarks>
    /// <exception cref="WsBrokerException">The server refused; the topic's rule may have no presence.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed before it was answered.</exception>
    public async ValueTask<TopicPresence> ReadPresenceAsync(string topic, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topic);
        var answer = await AnswerAsync(_session.Ask(id => CommandWriter.Presence(id, topic)), cancellationToken);
        return ((ServerEvent.PresenceRead)answer).Presence;
    }

    /// <summary>Subscribes to a topic, or to all that a filter means (<c>+</c> one level, <c>#</c> the rest).</summary>
    /// <param name="topicOrFilter">The topic or filter. One client can have one subscription to each at a time.</param>
    /// <param name="options">How to begin; null for what is published from now on.</param>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// The messages. Each enumeration is a subscription of its own, from its first step until it is left. It ends when
    /// the client is disposed, after what has arrived by then.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// A filter with wildcards is to begin in the past or to tell of presence, or an option is out of range.
    /// </exception>
    /// <exception cref="WsBrokerException">While enumerating: the server refused or ended the subscription.</exception>
    public IAsyncEnumerable<WsBrokerMessage> SubscribeAsync(
        string topicOrFilter, SubscribeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(topicOrFilter);
        options ??= new SubscribeOptions();
        if (options.Last is < 0 or > SubscribeOptions.MaxLast)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Last, "Last: allowed are 0 to 1,000,000.");
        }

        if (FilterPattern.HasWildcards(topicOrFilter) && (options.Recover is not null || options.Last > 0 || options.WantsPresence))
        {
            throw new ArgumentException("A filter with wildcards cannot begin in the past, and is not told who is there.", nameof(options));
        }

        return EnumerateAsync(topicOrFilter, options, cancellationToken);
    }

    /// <summary>
    /// Ends enumerations and publications, closes the connection with 1000, and waits for the server to do so too, at
    /// most for <see cref="WsBrokerClientOptions.CloseTimeout"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Task ended;
        lock (_ending)
        {
            ended = _ended ??= EndAsync();
        }

        await ended;
    }

    private async Task<ServerEvent> AnswerAsync(PendingRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await request.Answered.WaitAsync(cancellationToken);
        }
        finally
        {
            _session.Forget(request);
        }
    }

    private async Task EndAsync()
    {
        _session.End(failure: null);
        await _keeper.StopAsync();
        try
        {
            await _keeping;
        }
        finally
        {
            _keeper.Dispose();
        }
    }

    private async IAsyncEnumerable<WsBrokerMessage> EnumerateAsync(
        string filter, SubscribeOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var subscription = new Subscription(filter, options, new NoticeBuffer(_options, _session.Gate));
        var pauses = new ReconnectPolicy(_options.Reconnect.ForSubscriptions);
        _session.Join(subscription);
        try
        {
            await foreach (var notice in subscription.Buffer.Notices.ReadAllAsync(cancellationToken))
            {
                subscription.Buffer.Taken(notice);
                switch (notice)
                {
                    case Notice.Arrived arrived:
                        yield return arrived.Message;
                        break;
                    case Notice.Standing standing:
                        pauses.Reset();
                        options.Subscribed?.Invoke(standing.Position);
                        break;
                    case Notice.Missed missed:
                        options.GapDetected?.Invoke(missed.Gap);
                        break;
                    case Notice.PresenceChanged changed:
                        options.TellPresence(changed.News);
                        break;
                    case Notice.Interrupted interrupted:
                        await Task.Delay(pauses.Next(interrupted.RetryAfter), _options.Time, cancellationToken);
                        _session.Resume(subscription);
                        break;
                    default:
                        break;
                }
            }
        }
        finally
        {
            _session.Leave(subscription);
        }
    }

    private void Tell(ConnectionStateChangedEventArgs change)
    {
        // While the first connection is told, nobody keeps it yet
        var isFirst = change.State is ConnectionState.Connected && _keeping.IsCompleted;
        _state = change.State;
        if (!isFirst)
        {
            StateChanged?.Invoke(this, change);
        }
    }
}
