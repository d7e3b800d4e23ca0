namespace WsBroker.Server.Tls;

/// <summary>A certificate cannot be used.</summary>
/// <param name="message">Which file, and what is wrong with it: a sentence without its full stop.</param>
internal sealed class CertificateException(string message) : Exception(message);
