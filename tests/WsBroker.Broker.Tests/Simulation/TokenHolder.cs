using System.Buffers.Binary;
using WsBroker.Actors;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>A client with a token in a simulated broker: what it was answered, and what it has heard of which topic.</summary>
internal sealed class TokenHolder : ActorRef<SessionMessage>
{
    private readonly byte[] _heard;

    /// <summary>Comes in.</summary>
    /// <param name="client">Who it is.</param>
    /// <param name="form">See <see cref="NumberForm"/>.</param>
    /// <param name="environment">What sessions share.</param>
    /// <param name="topics">How many topics there are.</param>
    public TokenHolder(Participant client, NumberForm form, SessionEnvironment environment, int topics)
    {
        _heard = new byte[topics];
        Client = client;
        Session = new Session(client, form, this, environment);
    }

    /// <summary>The name of its request to publish.</summary>
    public static RequestId ToPublish { get; } = Sample.Request(1);

    /// <summary>The name of its request for the history.</summary>
    public static RequestId ToRead { get; } = Sample.Request(2);

    /// <summary>The name of its request to subscribe.</summary>
    public static RequestId ToSubscribe { get; } = Sample.Request(3);

    /// <summary>Who it is.</summary>
    public Participant Client { get; }

    /// <summary>Its session.</summary>
    public Session Session { get; }

    /// <summary>Whether it was let publish; null if it was not answered.</summary>
    public bool? Published { get; private set; }

    /// <summary>Whether it was let read the history; null if it was not answered.</summary>
    public bool? Read { get; private set; }

    /// <summary>Whether it was let subscribe; null if it was not answered.</summary>
    public bool? Subscribed { get; private set; }

    /// <summary>How often it has heard a topic.</summary>
    public int Heard(int topic) => _heard[topic];

    /// <summary>Forgets what it was answered.</summary>
    public void Forget() => (Published, Read, Subscribed) = (null, null, null);

    /// <inheritdoc/>
    public override void Tell(SessionMessage message)
    {
        var news = (SessionEvent)message;
        Session.Note(news);
        switch (news)
        {
            case SessionEvent.Delivered { Bytes.Span: var bytes }:
                for (; bytes.Length > 0; bytes = bytes[sizeof(int)..])
                {
                    checked
                    {
                        _heard[BinaryPrimitives.ReadInt32LittleEndian(bytes)]++;
                    }
                }

                break;
            case SessionEvent.Published:
                Published = Once(Published, answer: true);
                break;
            case SessionEvent.HistoryRead read:
                Assert.NotEmpty(read.Publications);
                Read = Once(Read, answer: true);
                break;
            case SessionEvent.Subscribed:
                Subscribed = Once(Subscribed, answer: true);
                break;
            case SessionEvent.Refused refused:
                Refuse(refused);
                break;
            default:
                break;
        }
    }

    private void Refuse(SessionEvent.Refused refused)
    {
        Assert.Equal(ErrorCode.NotAllowed, refused.Code);
        if (refused.Request == ToPublish)
        {
            Published = Once(Published, answer: false);
        }
        else if (refused.Request == ToRead)
        {
            Read = Once(Read, answer: false);
        }
        else if (refused.Request == ToSubscribe)
        {
            Subscribed = Once(Subscribed, answer: false);
        }
    }

    private static bool Once(bool? before, bool answer)
    {
        Assert.Null(before);
        return answer;
    }
}
