namespace WsBroker.Actors;

/// <summary>An actor that has something to do.</summary>
/// <remarks>A thread pool can run it as it is, with the usual bound on messages.</remarks>
public interface ITurn : IThreadPoolWorkItem
{
    /// <summary>Runs one turn. Never throws.</summary>
    /// <param name="maxMessages">The most messages to take, 1 to <see cref="Dispatcher.MessagesPerTurn"/>.</param>
    void Run(int maxMessages);
}
