namespace WsBroker.Server.Http;

/// <summary>The user in <c>/api/users/ID/publish</c>, percent-decoded.</summary>
internal static class UserInPath
{
    /// <summary>Finds it in the target as the client wrote it, because the route leaves <c>%2F</c> as it is and so does not tell it from <c>%252F</c>.</summary>
    /// <param name="target">The target of the request: a path, or a whole address.</param>
    /// <param name="routed">What the route has found.</param>
    /// <returns>Null if both do not mean the same, as where the path has <c>..</c> in it.</returns>
    public static string? Find(string target, string routed)
    {
        ArgumentNullException.ThrowIfNull(target);
        var levels = target.Split('?')[0].TrimEnd('/').Split('/');
        var written = levels.Length > 1 ? levels[^2] : "";
        var asRouted = written.Replace("%2F", "%252F", StringComparison.Ordinal).Replace("%2f", "%252f", StringComparison.Ordinal);
        return string.Equals(Uri.UnescapeDataString(asRouted), routed, StringComparison.Ordinal) ? Uri.UnescapeDataString(written) : null;
    }
}
