using System.Buffers;

namespace WsBroker.Gateway.Connections;

/// <summary>Buffers that a turn uses and leaves behind: one set for each thread, so that no connection holds any.</summary>
/// <remarks>A turn runs on one thread from beginning to end and never awaits, so nobody else sees them meanwhile.</remarks>
internal static class ScratchBuffers
{
    /// <summary>The size of a read and of a gathered write: more saves no system calls worth counting.</summary>
    public const int Length = 64 * 1024;

    private const int KeptAnswerBytes = 256 * 1024;

    [ThreadStatic]
    private static byte[]? _received;

    [ThreadStatic]
    private static byte[]? _gathered;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _answer;

    /// <summary>Where bytes from the peer land.</summary>
    public static byte[] Received => _received ??= new byte[Length];

    /// <summary>Where small pieces are put together for one send.</summary>
    public static byte[] Gathered => _gathered ??= new byte[Length];

    /// <summary>Where an answer is written, empty.</summary>
    public static ArrayBufferWriter<byte> Answer
    {
        get
        {
            if (_answer is null || _answer.Capacity > KeptAnswerBytes)
            {
                _answer = new ArrayBufferWriter<byte>();
            }

            _answer.ResetWrittenCount();
            return _answer;
        }
    }
}
