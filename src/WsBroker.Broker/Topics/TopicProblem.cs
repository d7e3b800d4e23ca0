namespace WsBroker.Broker.Topics;

/// <summary>What is wrong with the text that was given as a topic's name or as a filter.</summary>
public enum TopicProblem
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It has no characters.</summary>
    Empty,

    /// <summary>It is longer than <see cref="TopicName.MaxBytes"/>.</summary>
    TooLong,

    /// <summary>It has more levels than <see cref="TopicName.MaxLevels"/>.</summary>
    TooManyLevels,

    /// <summary>It contains a control character.</summary>
    ControlCharacter,

    /// <summary>It is not Unicode text: a surrogate without its other half, or bytes that are not UTF-8.</summary>
    NotUnicode,

    /// <summary><c>+</c> or <c>#</c> stands in a name, where only a filter may have it.</summary>
    WildcardInName,

    /// <summary><c>+</c> or <c>#</c> does not stand alone in its level, or <c>#</c> is not the last level.</summary>
    WildcardMisplaced,
}
