namespace WsBroker.Broker.Topics;

/// <summary>Where in a topic's order a subscription begins.</summary>
public abstract record StartAt
{
    private StartAt()
    {
    }

    /// <summary>With what is published from now on.</summary>
    public sealed record Now : StartAt
    {
        /// <summary>The only instance.</summary>
        public static readonly Now Instance = new();

        private Now()
        {
        }
    }

    /// <summary>With the last publications of the history, then what is published from now on.</summary>
    /// <param name="Count">At most so many; more than the history keeps is not an error.</param>
    public sealed record Last(int Count) : StartAt;

    /// <summary>With exactly what was missed since a position, or, if that cannot be had, with none of it.</summary>
    public sealed record After(TopicPosition Position) : StartAt;
}
