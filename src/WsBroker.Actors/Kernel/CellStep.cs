namespace WsBroker.Actors.Kernel;

/// <summary>What a cell does by calling code that is not the kernel's, and that may fail.</summary>
internal enum CellStep
{
    Construct,
    PreStart,
    Receive,
    EndTurn,
    PreRestart,
    PostStop,
    AnswerFull,
    ReportDeadLetter,
}
