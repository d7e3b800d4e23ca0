namespace WsBroker.Server.Options;

/// <summary>The values that an option may have, one of the two and all between them, and how they are written.</summary>
/// <typeparam name="T">What kind of value it is.</typeparam>
/// <param name="Least">The first.</param>
/// <param name="Most">The last.</param>
internal abstract record OptionRange<T>(T Least, T Most)
    where T : struct, IComparable<T>
{
    /// <summary>What is allowed, in words.</summary>
    public string Allowed => $"{Kind} from {Text(Least)} to {Text(Most)}";

    /// <summary>What kind of value it is, in words.</summary>
    protected abstract string Kind { get; }

    /// <summary>Reads a value.</summary>
    /// <returns>Null if it is none, or out of the range.</returns>
    public T? Read(string text) =>
        Parse(text) is { } value && value.CompareTo(Least) >= 0 && value.CompareTo(Most) <= 0 ? value : null;

    /// <summary>A value as it is read.</summary>
    public abstract string Text(T value);

    /// <summary>Reads a value, in the range or not.</summary>
    /// <returns>Null if it is none.</returns>
    protected abstract T? Parse(string text);
}
