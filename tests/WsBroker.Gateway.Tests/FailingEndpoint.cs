using System.Buffers;
using System.Text;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Sessions;
using WsBroker.Broker.Topics;
using WsBroker.Protocols;

namespace WsBroker.Gateway.Tests;

/// <summary>A client protocol with mistakes in it: at <c>/failing</c>, on the message "throw" and where a test wants it.</summary>
internal sealed class FailingEndpoint : MessageForm, IEndpoint
{
    /// <summary>Has it throw when a conversation begins.</summary>
    public bool OpenFails { get; init; }

    /// <summary>Has it throw when a client asks to connect.</summary>
    public bool HandshakeFails { get; init; }

    /// <summary>Has it throw when a publication is encoded.</summary>
    public bool FormFails { get; init; }

    /// <inheritdoc/>
    public MessageForm Form => this;

    /// <inheritdoc/>
    public bool LeavesPlainHttp => false;

    /// <inheritdoc/>
    public bool AwaitsConnect => false;

    /// <inheritdoc/>
    public bool Owns(string path) => path is "/failing";

    /// <inheritdoc/>
    public string? ChooseSubprotocol(IReadOnlyList<string> offered) => null;

    /// <inheritdoc/>
    public Opening Open(string path, string query) =>
        HandshakeFails ? throw new InvalidOperationException("as the test wants it") : new FailingOpening(OpenFails);

    /// <inheritdoc/>
    public override bool IsBinary(PayloadKind kind) => false;

    /// <inheritdoc/>
    public override void Write(Publication publication, IBufferWriter<byte> output)
    {
        output.Write("half of it"u8);
        if (FormFails)
        {
            throw new InvalidOperationException("as the test wants it");
        }
    }

    private sealed record FailingOpening(bool OpenFails) : Opening.Accepted
    {
        public override ClientProtocol Start(Session session) => new Conversation(session, OpenFails);
    }

    private sealed class Conversation(Session session, bool openFails) : ClientProtocol
    {
        /// <inheritdoc/>
        public override Verdict Open(IBufferWriter<byte> answer)
        {
            Subscribe();
            return openFails ? throw new InvalidOperationException("as the test wants it") : Verdict.GoOn;
        }

        /// <inheritdoc/>
        public override Verdict Receive(bool isBinary, ReadOnlySpan<byte> message, IBufferWriter<byte> answer) =>
            Encoding.UTF8.GetString(message) is "throw"
                ? throw new InvalidOperationException("as the test wants it")
                : Verdict.GoOn;

        /// <inheritdoc/>
        public override Verdict Tell(SessionEvent news, IBufferWriter<byte> answer) => Verdict.GoOn;

        private void Subscribe()
        {
            _ = TopicFilter.TryParse("t", out var filter, out _);
            session.Execute(new Command.Subscribe(default, filter!, StartAt.Now.Instance, Echo: true));
        }
    }
}
