using WsBroker.Gateway.Transports;

namespace WsBroker.Gateway.Tests.Transports;

/// <summary>A transport, and its peer in the hands of a test.</summary>
internal abstract class TransportPair : IDisposable
{
    public abstract ITransport Transport { get; }

    /// <summary>Sends.</summary>
    public abstract void Write(byte[] bytes);

    /// <summary>Ends the peer's side.</summary>
    public abstract void End();

    /// <summary>Breaks the connection.</summary>
    public abstract void Reset();

    /// <summary>Has the peer read nothing, so that megabytes don't go over.</summary>
    public abstract void Stall();

    /// <summary>Reads so many bytes, as long as it takes.</summary>
    public abstract byte[] Read(int count);

    /// <summary>Reads until the transport has ended its side.</summary>
    public abstract byte[] ReadToEnd();

    public abstract void Dispose();
}
