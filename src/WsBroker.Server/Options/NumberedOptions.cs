namespace WsBroker.Server.Options;

/// <summary>Lists of the configuration whose entries are numbered and have several keys each, which come one by one.</summary>
internal static class NumberedOptions
{
    /// <summary>The list with one entry changed. There may be gaps while it is read: entries of which nothing was said yet.</summary>
    public static IReadOnlyList<T> Changed<T>(this IReadOnlyList<T> all, int at, Func<T, T> change)
        where T : new() =>
    [
        .. Enumerable.Range(0, Math.Max(all.Count, at + 1)).Select(i =>
        {
            var one = i < all.Count ? all[i] : new T();
            return i == at ? change(one) : one;
        }),
    ];
}
