using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace WsBroker.Actors;

/// <summary>What a <see cref="LocalActorSystem"/> stands on.</summary>
public sealed record ActorSystemOptions
{
    /// <summary>The clock of all actors. In a simulation, the dispatcher's own.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Who runs the turns.</summary>
    public Dispatcher Dispatcher { get; init; } = ThreadPoolDispatcher.Shared;

    /// <summary>Where failures are logged.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Makes the meter <c>WsBroker.Actors</c>; null for one of the system's own.</summary>
    public IMeterFactory? Meters { get; init; }

    /// <summary>Gets each dead letter and whom it was for, besides their being counted; null for nobody.</summary>
    /// <remarks>
    /// On the teller's thread or in the turn of the actor that ends: quick and thread-safe. What it throws is logged.
    /// </remarks>
    public Action<ActorRef, object?>? DeadLetter { get; init; }
}
