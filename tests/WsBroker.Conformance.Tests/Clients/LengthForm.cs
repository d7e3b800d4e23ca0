namespace WsBroker.Conformance.Tests.Clients;

/// <summary>How many bits a frame spends on its length (RFC 6455 §5.2).</summary>
internal enum LengthForm
{
    /// <summary>As few as the length needs, as the RFC has it.</summary>
    Minimal,

    /// <summary>7 + 16, whatever the length.</summary>
    SixteenBits,

    /// <summary>7 + 64, whatever the length.</summary>
    SixtyFourBits,
}
