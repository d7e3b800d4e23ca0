namespace WsBroker.Broker.Sessions;

/// <summary>What time has done to what a client has proved.</summary>
public enum StandingVerdict
{
    /// <summary>Nothing.</summary>
    GoOn,

    /// <summary>The client's token has just expired: it may bring another, and hears nothing until then.</summary>
    Expired,

    /// <summary>The client did not prove in time who it is, or was not let in: it is to be closed.</summary>
    NeverProved,

    /// <summary>The client brought no other token in time: it is to be closed.</summary>
    NotRenewed,
}
