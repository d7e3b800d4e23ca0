using System.Collections.Concurrent;
using WsBroker.Broker.Publications;
using WsBroker.Gateway.Compression;
using WsBroker.Protocols;
using WsBroker.WebSockets;

namespace WsBroker.Gateway.Endpoints;

/// <summary>How one endpoint's subscribers get publications: each form is made once, so that bytes are shared among them.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class EndpointForms
{
    private readonly ConcurrentDictionary<MessageFramer, WireForm> _compressed = new();
    private readonly MessageForm _form;

    /// <param name="form">The endpoint's.</param>
    /// <param name="dialect">The subscribers'; if it compresses, its frames are those of RFC 6455.</param>
    public EndpointForms(MessageForm form, Dialect dialect)
    {
        _form = form;
        Plain = new FramedForm(form, dialect);
        Marked = new MarkedForm(form, Plain);
    }

    /// <summary>Not compressed.</summary>
    public WireForm Plain { get; }

    /// <summary>Not compressed, but marked as to be compressed by each connection.</summary>
    public WireForm Marked { get; }

    /// <summary>Compressed, each message by itself.</summary>
    public WireForm Compressed(MessageFramer framer) =>
        _compressed.GetOrAdd(framer, static (key, forms) => new CompressedForm(forms._form, forms.Plain, key), this);
}
