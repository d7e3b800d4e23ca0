using System.Runtime.InteropServices;

namespace WsBroker.Disk.Segments;

/// <summary>Where a record lies.</summary>
/// <param name="Segment">The number of the segment.</param>
/// <param name="Position">The position in it.</param>
/// <param name="Length">How many bytes the record has, frame included.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Place(int Segment, int Position, int Length);
