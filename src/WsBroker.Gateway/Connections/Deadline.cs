namespace WsBroker.Gateway.Connections;

/// <summary>The deadline of a connection's state: one at a time, and those before it have no meaning any more.</summary>
/// <remarks>A mutable struct, to save an object for each connection: not to be copied. It counts to 255 and begins again.</remarks>
internal struct Deadline
{
    private byte _generation;

    /// <summary>Makes a new one of it.</summary>
    /// <returns>What is told when it has passed.</returns>
    public ConnectionMessage.DeadlinePassed Next() => ConnectionMessage.DeadlinePassed.Of(++_generation);

    /// <summary>Whether what was told is of this one.</summary>
    public readonly bool IsThis(ConnectionMessage.DeadlinePassed news) => news.Generation == _generation;
}
