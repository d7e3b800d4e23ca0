namespace WsBroker.Conformance.Tests.Clients;

/// <summary>The server did not do on the wire what it must.</summary>
internal sealed class WireFaultException(string message, Exception? cause = null) : Exception(message, cause);
