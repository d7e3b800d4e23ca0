using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using WsBroker.Benchmarks.Redis;
using WsBroker.Benchmarks.Topics;

if (args is ["topics", .. var counts])
{
    var numbers = counts.Select(static count => int.Parse(count, CultureInfo.InvariantCulture)).ToList();
    await MemoryOfTopics.RunAsync(numbers.ElementAtOrDefault(0) is > 0 and var some ? some : 100_000, numbers.ElementAtOrDefault(1) is > 0 and var more ? more : 1_000_000);
    return;
}

if (args is ["redis", var connection, .. var sizes])
{
    var numbers = sizes.Select(static size => int.Parse(size, CultureInfo.InvariantCulture)).ToList();
    await SharedTopics.RunAsync(connection, numbers.ElementAtOrDefault(0) is > 0 and var topics ? topics : 8, numbers.ElementAtOrDefault(1) is > 0 and var publishers ? publishers : 64);
    return;
}

// In this process, because a generated project would be built by the solution's own rules and break them
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
