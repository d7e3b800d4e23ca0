using System.Runtime.InteropServices;

namespace WsBroker.WebSockets.Compression;

/// <summary>Owns one <see cref="ZlibStream"/>; a call keeps it alive, and after its disposal none begins.</summary>
internal abstract unsafe class ZlibHandle : SafeHandle
{
    /// <summary>Makes the stream and begins it.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory for it.</exception>
    protected ZlibHandle()
        : base(invalidHandleValue: 0, ownsHandle: true) =>
        SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(ZlibStream)));

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The stream, inside of a call that holds a reference.</summary>
    protected ZlibStream* Stream => (ZlibStream*)handle;

    /// <summary>Lets zlib work.</summary>
    /// <param name="input">What it works on; moved to the first byte that was not taken.</param>
    /// <param name="output">Where it writes.</param>
    /// <param name="flush">How far it goes.</param>
    /// <param name="written">How many bytes it wrote.</param>
    /// <returns>What zlib says.</returns>
    /// <exception cref="ObjectDisposedException">It has been disposed of.</exception>
    public int Run(scoped ref ReadOnlySpan<byte> input, scoped Span<byte> output, int flush, out int written)
    {
        var isHeld = false;
        try
        {
            DangerousAddRef(ref isHeld);
            fixed (byte* from = input, to = output)
            {
                Stream->Input = from;
                Stream->InputLength = (uint)input.Length;
                Stream->Output = to;
                Stream->OutputLength = (uint)output.Length;
                var result = Call(flush);
                input = input[^(int)Stream->InputLength..];
                written = output.Length - (int)Stream->OutputLength;
                return result;
            }
        }
        finally
        {
            if (isHeld)
            {
                DangerousRelease();
            }
        }
    }

    /// <summary>Ends what zlib holds, whether or not it was begun.</summary>
    protected abstract void EndStream();

    /// <summary>Calls zlib.</summary>
    protected abstract int Call(int flush);

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        EndStream();
        NativeMemory.Free((void*)handle);
        return true;
    }

    /// <summary>Checks what zlib says at the beginning.</summary>
    protected void ThrowUnlessOk(int result)
    {
        if (result is not Zlib.Ok)
        {
            Dispose();
            throw new InvalidOperationException($"zlib cannot begin: {result}");
        }
    }
}
