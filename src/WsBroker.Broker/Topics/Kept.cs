using WsBroker.Broker.Publications;

namespace WsBroker.Broker.Topics;

/// <summary>A publication in a history.</summary>
/// <param name="Publication">What is kept.</param>
/// <param name="Since">When it was taken, in milliseconds of a clock that never jumps, as <see cref="Publication.At"/> may.</param>
internal readonly record struct Kept(Publication Publication, long Since);
