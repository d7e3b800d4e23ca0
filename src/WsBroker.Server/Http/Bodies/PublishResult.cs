using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;

namespace WsBroker.Server.Http.Bodies;

/// <summary>What became of a publication in one topic: where it stands, or why it was refused.</summary>
internal sealed record PublishResult(string Topic)
{
    /// <summary>The topic's epoch.</summary>
    public string? Epoch { get; init; }

    /// <summary>The publication's offset.</summary>
    public long? Offset { get; init; }

    /// <summary>True if a publication with the same idempotency key was there already, and this is where that one stands.</summary>
    public bool? Duplicate { get; init; }

    /// <summary>Of a user: how many of its connections to this node were reached.</summary>
    public int? Reached { get; init; }

    /// <summary>Why the publication was refused; then nothing else is told.</summary>
    public ErrorBody? Error { get; init; }

    /// <summary>The result that an answer of the broker tells.</summary>
    public static PublishResult Of(TopicName topic, SessionEvent answer) => answer switch
    {
        SessionEvent.Published done => new PublishResult(topic.Text)
        {
            Epoch = done.Epoch,
            Offset = done.Offset,
            Duplicate = done.IsDuplicate ? true : null,
        },
        SessionEvent.Refused no => new PublishResult(topic.Text) { Error = ErrorBody.Of(no.Code) },
        _ => throw new InvalidOperationException(answer.GetType().Name),
    };
}
