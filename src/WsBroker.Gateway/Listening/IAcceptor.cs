using System.Net;
using WsBroker.Actors;

namespace WsBroker.Gateway.Listening;

/// <summary>Where connections come in.</summary>
/// <remarks>Called in its owner's turns only; what comes in is told to the owner.</remarks>
public interface IAcceptor
{
    /// <summary>Where clients connect to.</summary>
    EndPoint EndPoint { get; }

    /// <summary>
    /// Whether connections are told as the network brings them; if not, what a proxy says at their beginning (PROXY protocol)
    /// has been read already.
    /// </summary>
    bool IsBare => true;

    /// <summary>Says whom to tell. Comes first, and once.</summary>
    void Attach(ActorRef<ListenerMessage> owner);

    /// <summary>
    /// Tells <see cref="ListenerMessage.Accepted"/> for the next connection, or <see cref="ListenerMessage.AcceptFailed"/>.
    /// Not asked again before it was told.
    /// </summary>
    void AcceptNext();

    /// <summary>Accepts nothing more and frees what it holds. May be called again.</summary>
    void Close();
}
