using System.IO.Pipelines;

namespace WsBroker.Server.Hosting;

/// <summary>Two pipes, one for each direction.</summary>
internal sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
