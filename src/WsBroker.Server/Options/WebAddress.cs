namespace WsBroker.Server.Options;

/// <summary>An address that the server itself asks at.</summary>
internal static class WebAddress
{
    /// <summary>What is allowed, in words.</summary>
    public const string Allowed = "an address that begins with https://, or with http:// on this machine";

    /// <summary>Takes an address.</summary>
    /// <returns>Null if it is none that is allowed.</returns>
    public static Uri? Parse(string text)
    {
        var isAddress = Uri.TryCreate(text, UriKind.Absolute, out var address);
        return isAddress && (address!.Scheme is "https" || (address.Scheme is "http" && address.IsLoopback)) ? address : null;
    }

    /// <summary>Writes an address for people and logs, without what may be a secret: a user with a password, and a query.</summary>
    public static string Describe(Uri address)
    {
        var place = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        return address.Query.Length > 0 ? $"{place}?{OptionKey.Hidden}" : place;
    }
}
