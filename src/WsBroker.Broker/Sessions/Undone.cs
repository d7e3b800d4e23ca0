namespace WsBroker.Broker.Sessions;

/// <summary>What a session has on its way to topics: the commands that have not given back their credit.</summary>
/// <remarks>A mutable struct, to save an object for each session: not to be copied.</remarks>
internal struct Undone
{
    private int _commands;
    private long _bytes;

    /// <summary>Whether there is any.</summary>
    public readonly bool IsAny => _commands > 0;

    /// <summary>Whether it is so much that no more should come.</summary>
    public readonly bool IsTooMuch(SessionOptions options) => _commands >= options.MaxUndoneCommands || _bytes >= options.MaxUndoneBytes;

    /// <summary>A command goes to its topic.</summary>
    /// <param name="bytes">Of its payload.</param>
    public void Add(int bytes = 0)
    {
        _commands++;
        _bytes += bytes;
    }

    /// <summary>Topics have done some.</summary>
    public void Return(SessionEvent.CreditReturned credit)
    {
        _commands -= credit.Commands;
        _bytes -= credit.Bytes;
    }
}
