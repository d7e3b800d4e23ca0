using System.Runtime.InteropServices;

namespace WsBroker.Gateway.Transports.Epoll;

/// <summary>One <c>struct epoll_event</c>: what has happened, or is waited for, and whom it is for.</summary>
/// <param name="Happened">What.</param>
/// <param name="Token">Whom it is for.</param>
internal readonly record struct EpollEvent(Readiness Happened, ulong Token)
{
    /// <summary>How many bytes one takes: the structure is packed on x86 and padded elsewhere.</summary>
    public static readonly int Size =
        RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 12 : 16;

    /// <summary>Reads the one at the start.</summary>
    public static EpollEvent Read(ReadOnlySpan<byte> bytes) =>
        new((Readiness)MemoryMarshal.Read<uint>(bytes), MemoryMarshal.Read<ulong>(bytes[(Size - sizeof(ulong))..]));

    /// <summary>Writes it at the start.</summary>
    public void Write(Span<byte> bytes)
    {
        MemoryMarshal.Write(bytes, (uint)Happened);
        MemoryMarshal.Write(bytes[(Size - sizeof(ulong))..], Token);
    }
}
