using System.Runtime.CompilerServices;

namespace WsBroker.Actors.Kernel;

/// <summary>A lock of one byte, for sections of a few dozen instructions.</summary>
/// <remarks>
/// Not reentrant. Who finds it taken spins shortly, then yields its core, so that a holder who was preempted gets on;
/// it never sleeps
/// for a timer tick. Leaving and then entering makes all that was written before leaving seen by who enters.
/// </remarks>
internal static class Gate
{
    /// <summary>Waits until the gate is free, and takes it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Enter(ref byte gate)
    {
        if (Interlocked.Exchange(ref gate, 1) != 0)
        {
            Wait(ref gate);
        }
    }

    /// <summary>Frees the gate. Only for who holds it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Exit(ref byte gate) => Volatile.Write(ref gate, 0);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Wait(ref byte gate)
    {
        var spinner = default(SpinWait);
        do
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }
        while (Volatile.Read(ref gate) != 0 || Interlocked.Exchange(ref gate, 1) != 0);
    }
}
