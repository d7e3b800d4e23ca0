namespace WsBroker.Actors.Kernel;

/// <summary>Where a cell stands: what is asked of it, and its phase.</summary>
[Flags]
internal enum CellState : byte
{
    /// <summary>The phase of taking messages: that of no bit.</summary>
    Running = 0,

    /// <summary>A turn is running or will.</summary>
    Scheduled = 1,

    /// <summary>No message is taken in any more, and none in the mailbox will be received.</summary>
    Closed = 2,

    /// <summary>There is something to do besides messages.</summary>
    Signalled = 4,

    /// <summary>The phase before the first message of an instance.</summary>
    Starting = 8,

    /// <summary>The phase of waiting for the children to end before ending.</summary>
    Ending = 16,

    /// <summary>The phase of waiting for the children to end before the next instance's pause.</summary>
    Retiring = 32,

    /// <summary>The phase of waiting before the next instance.</summary>
    Pausing = 64,

    /// <summary>The last phase.</summary>
    Ended = 128,

    /// <summary>The phases in which messages stay in the mailbox and wake nobody.</summary>
    Waiting = Ending | Retiring | Pausing | Ended,

    /// <summary>All phases.</summary>
    Phase = Starting | Waiting,
}
