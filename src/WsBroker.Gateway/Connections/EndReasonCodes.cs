using WsBroker.WebSockets.Closing;

namespace WsBroker.Gateway.Connections;

/// <summary>What a client is told for each reason: the close code and a sentence for people.</summary>
internal static class EndReasonCodes
{
    /// <summary>The client goes on with its session over another connection. One that did not do so should not connect again by itself.</summary>
    public const CloseCode SessionTakenOver = (CloseCode)4001;

    /// <summary>A back end has ended the connection. The client should not connect again before its user wants to.</summary>
    public const CloseCode DisconnectedByBackEnd = (CloseCode)4002;

    /// <summary>The client gets a new token and connects again.</summary>
    // The last digits are those of the status that HTTP has for it
    private const CloseCode TokenExpired = (CloseCode)4401;

    /// <summary>The client stays away, or asks its user to log in again.</summary>
    private const CloseCode TokenRevoked = (CloseCode)4403;

    /// <summary>The close code, for the reasons for which we send one.</summary>
    public static CloseCode CloseCode(this EndReason reason) => reason switch
    {
        EndReason.WrongKind => WebSockets.Closing.CloseCode.UnsupportedData,
        EndReason.NotAllowed => WebSockets.Closing.CloseCode.PolicyViolation,
        EndReason.TooManyErrors => WebSockets.Closing.CloseCode.PolicyViolation,
        EndReason.TooFast => WebSockets.Closing.CloseCode.PolicyViolation,
        EndReason.MessageTimeout => WebSockets.Closing.CloseCode.PolicyViolation,
        EndReason.PongTimeout => WebSockets.Closing.CloseCode.PolicyViolation,
        EndReason.AuthTimeout => WebSockets.Closing.CloseCode.PolicyViolation,
        EndReason.TokenExpired => TokenExpired,
        EndReason.TokenRevoked => TokenRevoked,
        EndReason.TryLater => WebSockets.Closing.CloseCode.TryAgainLater,
        EndReason.TakenOver => SessionTakenOver,
        EndReason.Disconnected => DisconnectedByBackEnd,
        EndReason.SlowConsumer => WebSockets.Closing.CloseCode.TryAgainLater,
        EndReason.WriteTimeout => WebSockets.Closing.CloseCode.TryAgainLater,
        EndReason.Shed => WebSockets.Closing.CloseCode.TryAgainLater,
        EndReason.Overloaded => WebSockets.Closing.CloseCode.TryAgainLater,
        EndReason.ServerStopping => WebSockets.Closing.CloseCode.ServiceRestart,
        EndReason.Failed => WebSockets.Closing.CloseCode.InternalError,
        EndReason.HandedOver or EndReason.HandshakeRefused or EndReason.ClientClosed or EndReason.ClientVanished
            or EndReason.ProtocolViolation or _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "no close frame is sent for this reason"),
    };

    /// <summary>The sentence that goes with the code; nothing in it comes from the client or from our inside.</summary>
    public static string Sentence(this EndReason reason) => reason switch
    {
        EndReason.WrongKind => "this protocol does not speak messages of this kind",
        EndReason.NotAllowed => "this connection may not do that",
        EndReason.TooManyErrors => "too many errors",
        EndReason.TooFast => "you send more in a second than you may; connect again later, and send less",
        EndReason.MessageTimeout => "a message was not ended in time",
        EndReason.PongTimeout => "a ping was not answered in time",
        EndReason.AuthTimeout => "nothing that lets you in came in time; send a token in the handshake, or connect first",
        EndReason.TokenExpired => "your token has expired; get a new one and connect again",
        EndReason.TokenRevoked => "your token has been revoked",
        EndReason.TryLater => "the topic cannot serve you now; connect again later",
        EndReason.TakenOver => "the session goes on over another connection",
        EndReason.Disconnected => "a back end has ended the connection",
        EndReason.SlowConsumer => "you read too slowly; connect again and recover",
        EndReason.WriteTimeout => "you have not read for too long; connect again and recover",
        EndReason.Shed => "too much waits for clients that read too slowly; connect again and recover",
        EndReason.Overloaded => "the server is overloaded; connect again later",
        EndReason.ServerStopping => "the server is restarting; connect again",
        EndReason.Failed => "internal error",
        EndReason.HandedOver or EndReason.HandshakeRefused or EndReason.ClientClosed or EndReason.ClientVanished
            or EndReason.ProtocolViolation or _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "no close frame is sent for this reason"),
    };

    /// <summary>Whether the client is not sent what still waits for it: there is too much of it, or it is not the client's any more.</summary>
    public static bool DropsWhatWaits(this EndReason reason) =>
        reason is EndReason.SlowConsumer or EndReason.WriteTimeout or EndReason.Shed or EndReason.TokenRevoked;
}
