using WsBroker.Client.Connections;
using WsBroker.Client.Messages;
using WsBroker.Client.Subscriptions;
using WsBroker.WebSockets.Closing;

namespace WsBroker.Client.Sessions;

/// <summary>What outlives a connection: subscriptions, and publications that are not acknowledged.</summary>
/// <remarks>
/// Thread-safe: callers hand in, and one connection at a time brings answers. All state is under one lock, inside which
/// nothing waits and no code of the user's runs.
/// </remarks>
internal sealed class ClientSession
{
    private readonly WsBrokerClientOptions _options;
    private readonly Lock _lock = new();
    private readonly RequestTable _requests;
    private readonly SubscriptionTable _subscriptions = new();
    private readonly Resumption _resumption;
    private readonly OwnNames _ownNames = new();
    private readonly IdempotencyKeys _keys = new();
    private Greeting? _greeting;
    private Connection? _connection;
    private TimeSpan? _comeBackAfter;
    private long _lastId;
    private Exception? _ended;

    public ClientSession(WsBrokerClientOptions options)
    {
        _options = options;
        _requests = new RequestTable(Gate);
        _resumption = new Resumption(_subscriptions, Gate);
    }

    /// <summary>Whether the connection may be read.</summary>
    public ReadGate Gate { get; } = new();

    /// <summary>Sends the greeting over a new connection, before anything else. Gives the end of the token, if there is one.</summary>
    /// <exception cref="WsBrokerException">The server refused it, or ended the connection.</exception>
    public async Task<DateTimeOffset?> GreetAsync(Connection connection, string? token, CancellationToken cancellationToken)
    {
        var greeting = new Greeting(NextId());
        byte[] command;
        lock (_lock)
        {
            _greeting = greeting;
            _comeBackAfter = null;
            command = CommandWriter.Connect(greeting.Id, token, _options, _resumption.TakeTicket(), _resumption.Positions());
        }

        Gate.AnswerAwaited();
        try
        {
            connection.Send(command);
            return await greeting.WaitAsync(connection, cancellationToken);
        }
        catch
        {
            // It may have been answered all the same, and subscriptions be on their way
            lock (_lock)
            {
                DetachSubscriptions();
            }

            throw;
        }
        finally
        {
            Gate.AnswerCame();
        }
    }

    /// <summary>
    /// From now on this connection carries the session: all that is open is sent over it, but for what the server has kept.
    /// </summary>
    public void Attach(Connection connection)
    {
        lock (_lock)
        {
            _connection = connection;
            foreach (var request in _requests.InOrder)
            {
                connection.Send(request.Command);
            }

            foreach (var filter in _resumption.TakeUnwanted())
            {
                connection.Send(CommandWriter.Unsubscribe(filter));
            }

            foreach (var subscription in _subscriptions.All)
            {
                if (subscription.State is SubscriptionState.Waiting or SubscriptionState.Kept)
                {
                    Request(subscription);
                }
            }
        }
    }

    /// <summary>The connection is gone.</summary>
    /// <returns>How long the server asked to stay away, if it asked the client to leave.</returns>
    public TimeSpan? Detach(ConnectionEnd end)
    {
        lock (_lock)
        {
            _connection = null;
            DetachSubscriptions();

            if (end.Code is CloseCode.MessageTooBig)
            {
                // The server does not say which. If one is too big then the largest is, and would be each time it is
                // sent
                _requests.RemoveLargest()?.Fail(
                    new WsBrokerException(ClientErrorCode.MessageTooBig, canRetry: false, end.Reason));
            }

            return _comeBackAfter;
        }
    }

    /// <summary>
    /// Ends all that is open: publications with the failure, enumerations with it or, without one, in peace.
    /// </summary>
    public void End(Exception? failure)
    {
        lock (_lock)
        {
            if (_ended is not null)
            {
                return;
            }

            _ended = failure ?? new ObjectDisposedException(nameof(WsBrokerClient));
            _requests.FailAll(_ended);
            foreach (var subscription in _subscriptions.All)
            {
                ForgetRequest(subscription);
                subscription.End(failure, isKnownToServer: false);
            }
        }

        Gate.OpenForGood();
    }

    /// <summary>Hands in a publication; it is sent at once, or when there is a connection.</summary>
    public PendingRequest Publish(string topic, WsBrokerPayload payload, PublishOptions? options) =>
        Ask(id => CommandWriter.Publish(id, topic, payload, options?.Key ?? _keys.Next(), options?.Headers));

    /// <summary>Hands in a request; it is sent at once, or when there is a connection.</summary>
    /// <param name="write">Writes the command with the id that it gets.</param>
    public PendingRequest Ask(Func<long, byte[]> write)
    {
        var id = NextId();
        var request = new PendingRequest(id, write(id));
        lock (_lock)
        {
            ThrowIfEnded();
            _requests.Add(request);
            _connection?.Send(request.Command);
        }

        return request;
    }

    /// <summary>The answer is not awaited any more; a publication may be stored or not.</summary>
    public void Forget(PendingRequest request)
    {
        lock (_lock)
        {
            _requests.Remove(request.Id);
        }
    }

    /// <summary>Begins a subscription; it is asked for at once, or when there is a connection.</summary>
    /// <exception cref="WsBrokerException">There is one to the same topic or filter.</exception>
    public void Join(Subscription subscription)
    {
        lock (_lock)
        {
            ThrowIfEnded();
            if (!_subscriptions.TryAdd(subscription))
            {
                throw new WsBrokerException(
                    ClientErrorCode.AlreadySubscribed,
                    canRetry: false,
                    $"This client is subscribed to '{subscription.Filter}' already; end that first, or use another client.");
            }

            Request(subscription);
        }
    }

    /// <summary>Asks again for a subscription that was interrupted.</summary>
    public void Resume(Subscription subscription)
    {
        lock (_lock)
        {
            if (subscription.State is SubscriptionState.Waiting)
            {
                Request(subscription);
            }
        }
    }

    /// <summary>Ends a subscription, here and at the server.</summary>
    public void Leave(Subscription subscription)
    {
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
            if (subscription.IsKnownToServer)
            {
                _connection?.Send(CommandWriter.Unsubscribe(subscription.Filter));
            }

            ForgetRequest(subscription);
            subscription.End(failure: null, isKnownToServer: false);
        }
    }

    /// <summary>Takes what the server tells.</summary>
    public void Receive(ServerEvent news)
    {
        lock (_lock)
        {
            switch (news)
            {
                case ServerEvent.Delivered delivered:
                    _subscriptions.Deliver(delivered.Message, _ownNames.Contains(delivered.Message.Client));
                    break;
                case ServerEvent.Answer answer:
                    _requests.Remove(answer.Id)?.Complete(answer);
                    break;
                case ServerEvent.Subscribed subscribed:
                    Stand(subscribed);
                    break;
                case ServerEvent.Refused refused:
                    Refuse(refused);
                    break;
                case ServerEvent.Unsubscribed ended:
                    EndSubscription(ended);
                    break;
                case ServerEvent.Connected connected:
                    _ownNames.Add(connected.Client);
                    _resumption.Note(connected);
                    _greeting?.Complete(connected);
                    break;
                case ServerEvent.PresenceNews presence when _subscriptions.TryFindLive(presence.Topic, out var live):
                    live.TellPresence(presence);
                    break;
                case ServerEvent.Gap gap:
                    foreach (var subscription in _subscriptions.FindLive(gap.Topic))
                    {
                        subscription.Miss(gap);
                    }

                    break;
                case ServerEvent.Draining draining:
                    _comeBackAfter = draining.ReconnectAfter;
                    break;
                default:
                    break;
            }
        }
    }

    private long NextId() => Interlocked.Increment(ref _lastId);

    private void ThrowIfEnded()
    {
        if (_ended is not null)
        {
            throw _ended is WsBrokerException refusal
                ? new WsBrokerException(refusal.Code, refusal.CanRetry, refusal.Message, refusal) { RetryAfter = refusal.RetryAfter }
                : new ObjectDisposedException(nameof(WsBrokerClient), _ended);
        }
    }

    private void Request(Subscription subscription)
    {
        if (_connection is not null && subscription.State is not SubscriptionState.Ended)
        {
            _connection.Send(subscription.Request(NextId()));
            Gate.AnswerAwaited();
        }
    }

    private void DetachSubscriptions()
    {
        foreach (var subscription in _subscriptions.All)
        {
            ForgetRequest(subscription);
            subscription.Detach();
        }
    }

    private void ForgetRequest(Subscription subscription)
    {
        if (subscription.AwaitsAnswer)
        {
            Gate.AnswerCame();
        }
    }

    private void Stand(ServerEvent.Subscribed answer)
    {
        if (_subscriptions.TryFind(answer, out var subscription))
        {
            ForgetRequest(subscription);
            subscription.Stand(answer);
        }
    }

    private void Refuse(ServerEvent.Refused answer)
    {
        var failure = new WsBrokerException(answer.Code, answer.CanRetry, answer.Message) { RetryAfter = answer.RetryAfter };
        if (answer.Id is not { } id)
        {
            _options.Logger.ErrorWithoutRequest(answer.Code, answer.Message);
        }
        else if (_requests.Remove(id) is { } request)
        {
            request.Fail(failure);
        }
        else if (_subscriptions.TryFind(id, out var subscription))
        {
            ForgetRequest(subscription);
            subscription.Fail(failure);
        }
        else
        {
            _greeting?.Fail(id, failure);
        }
    }

    private void EndSubscription(ServerEvent.Unsubscribed news)
    {
        if (_subscriptions.TryFindLive(news.Filter, out var subscription)
            || _subscriptions.TryFindResuming(news.Filter, out subscription))
        {
            ForgetRequest(subscription);

            // Codes from 300 on: try later (the broker's fault, or a lack of room)
            subscription.Fail(new WsBrokerException(news.Code, news.Code >= 300, news.Reason));
        }
    }
}
