namespace WsBroker.Broker.Sessions;

/// <summary>
/// All that the owner of a session can be told. The broker's part is the closed set <see cref="SessionEvent"/>; the
/// owner's own messages (bytes arrived, a deadline passed) derive from here too, so that one mailbox holds both in order.
/// </summary>
public abstract record SessionMessage;
