using System.Threading.Channels;
using WsBroker.Actors;
using WsBroker.Broker.Sessions;

namespace WsBroker.Redis.Tests;

/// <summary>Stands where a session would: remembers what it is told, and gives the answers one by one.</summary>
internal sealed class AnswerProbe : ActorRef<SessionMessage>
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly Lock _gate = new();
    private readonly List<SessionMessage> _told = [];
    private readonly Channel<SessionEvent> _answers = Channel.CreateUnbounded<SessionEvent>();

    /// <summary>All that it was told.</summary>
    public IReadOnlyList<SessionMessage> Told
    {
        get
        {
            lock (_gate)
            {
                return [.. _told];
            }
        }
    }

    /// <summary>The lines of all deliveries.</summary>
    public string[] Lines => TextForm.Read(Told);

    /// <inheritdoc/>
    public override void Tell(SessionMessage message)
    {
        lock (_gate)
        {
            _told.Add(message);
        }

        if (message is SessionEvent and not SessionEvent.Delivered and not SessionEvent.CreditReturned)
        {
            _answers.Writer.TryWrite((SessionEvent)message);
        }
    }

    /// <summary>The next answer.</summary>
    public async Task<SessionEvent> NextAsync()
    {
        using var late = new CancellationTokenSource(_patience);
        return await _answers.Reader.ReadAsync(late.Token);
    }

    /// <summary>Waits until so many lines have come.</summary>
    public async Task<string[]> LinesAsync(int count)
    {
        await Eventually.IsTrueAsync(() => Lines.Length >= count, $"{count} lines come; there are {Lines.Length}");
        return Lines;
    }
}
