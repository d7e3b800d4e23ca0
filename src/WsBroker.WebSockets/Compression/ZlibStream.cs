using System.Runtime.InteropServices;

namespace WsBroker.WebSockets.Compression;

/// <summary>What is handed to zlib with each call, and back; it lies outside the managed heap.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ZlibStream
{
    public byte* Input;
    public byte* Output;
    public byte* Message;
    public void* State;
    public uint InputLength;
    public uint OutputLength;
}
