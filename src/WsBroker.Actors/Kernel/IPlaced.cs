namespace WsBroker.Actors.Kernel;

/// <summary>
/// Something that knows its place in a <see cref="Roster{TMember}"/>, and so can leave it without a search.
/// </summary>
internal interface IPlaced
{
    /// <summary>The place in the roster; the roster's to write.</summary>
    int Place { get; set; }
}
