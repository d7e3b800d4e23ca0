namespace WsBroker.Redis.Letters;

/// <summary>Why what was heard from another node, or somebody who plays one, is passed over.</summary>
internal enum LetterProblem
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>It is longer than any node writes.</summary>
    TooLong,

    /// <summary>It is not in the form that nodes write.</summary>
    Malformed,

    /// <summary>It is in a version that this node does not know.</summary>
    OtherVersion,

    /// <summary>It is a kind of letter that this node does not know.</summary>
    UnknownKind,

    /// <summary>A member is missing, or says what cannot be.</summary>
    InvalidMember,
}
