using System.Runtime.InteropServices;

namespace WsBroker.WebSockets.Compression;

/// <summary>The zlib that the .NET runtime brings along for its own streams (adr-0001).</summary>
internal static unsafe partial class Zlib
{
    /// <summary>All went well.</summary>
    public const int Ok = 0;

    /// <summary>A final block has ended.</summary>
    public const int StreamEnd = 1;

    /// <summary>Nothing could be done without more input or more room; no mistake.</summary>
    public const int BufferError = -5;

    /// <summary>All that was handed in comes out, to a whole byte; later data may refer to it.</summary>
    public const int SyncFlush = 2;

    /// <summary>The same, but later data refers to nothing before.</summary>
    public const int FullFlush = 3;

    /// <summary>Inflate up to the next boundary between blocks, and take nothing if there already.</summary>
    public const int Block = 5;

    /// <summary>Strings that were seen before are referred to.</summary>
    public const int DefaultStrategy = 0;

    /// <summary>Only the byte before is referred to.</summary>
    public const int RunLengthStrategy = 3;

    /// <summary>The only method there is.</summary>
    public const int Deflated = 8;

    private const string Library = "libSystem.IO.Compression.Native";

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateInit2_")]
    public static partial int InflateInit(ZlibStream* stream, int windowBits);

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateReset2_")]
    public static partial int InflateReset(ZlibStream* stream, int windowBits);

    [LibraryImport(Library, EntryPoint = "CompressionNative_Inflate")]
    public static partial int Inflate(ZlibStream* stream, int flush);

    [LibraryImport(Library, EntryPoint = "CompressionNative_InflateEnd")]
    public static partial int InflateEnd(ZlibStream* stream);

    [LibraryImport(Library, EntryPoint = "CompressionNative_DeflateInit2_")]
    public static partial int DeflateInit(
        ZlibStream* stream, int level, int method, int windowBits, int memoryLevel, int strategy);

    [LibraryImport(Library, EntryPoint = "CompressionNative_Deflate")]
    public static partial int Deflate(ZlibStream* stream, int flush);

    [LibraryImport(Library, EntryPoint = "CompressionNative_DeflateEnd")]
    public static partial int DeflateEnd(ZlibStream* stream);
}
