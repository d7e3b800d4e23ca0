using System.Reflection;
using Xunit.Sdk;

namespace WsBroker.Actors.Tests.Contract;

/// <summary>Has a theory run with every <see cref="HostKind"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EveryHostAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        Enum.GetValues<HostKind>().Select(static kind => new object[] { kind });
}
