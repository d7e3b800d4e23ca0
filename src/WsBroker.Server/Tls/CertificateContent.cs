using WsBroker.Server.Options;

namespace WsBroker.Server.Tls;

/// <summary>What the files of a certificate hold.</summary>
/// <param name="Options">Where they are.</param>
/// <param name="File">The certificate.</param>
/// <param name="Key">The key; empty if it has no file of its own.</param>
internal sealed record CertificateContent(CertificateOptions Options, byte[] File, byte[] Key)
{
    /// <summary>Reads them.</summary>
    /// <exception cref="CertificateException">One of them can't be read.</exception>
    public static CertificateContent Read(CertificateOptions options) =>
        new(options, ReadFile(options.File), options.Key is null ? [] : ReadFile(options.Key));

    /// <summary>Whether another content is the same to the byte.</summary>
    public bool IsSame(CertificateContent other) =>
        File.AsSpan().SequenceEqual(other.File) && Key.AsSpan().SequenceEqual(other.Key);

    private static byte[] ReadFile(string path)
    {
        try
        {
            return System.IO.File.ReadAllBytes(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CertificateException($"there is no file {path}");
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"{path} cannot be read: {denied.Message}");
        }
    }
}
