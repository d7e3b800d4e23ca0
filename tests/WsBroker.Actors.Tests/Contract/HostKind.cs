namespace WsBroker.Actors.Tests.Contract;

/// <summary>The hosts that the contract is put to.</summary>
public enum HostKind
{
    /// <summary>The kernel on the dispatcher that draws lots.</summary>
    Simulated,

    /// <summary>The kernel on the threads of the thread pool.</summary>
    Pooled,

    /// <summary>A second host, which shares nothing with the kernel but the seam.</summary>
    Synchronous,
}
