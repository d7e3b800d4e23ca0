using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using WsBroker.Broker.Sessions;
using WsBroker.TestKit;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>Real Redis servers that refuse, each in its own way: publications are refused with a reason, never acknowledged, and go on soon after.</summary>
public sealed class WhatRedisRefuses : IAsyncLifetime, IDisposable
{
    private const string Topic = "orders/7";

    private static readonly TimeSpan _back = TimeSpan.FromSeconds(10);

    private readonly MeterListener _listener = new();
    private readonly HashSet<string> _reasons = [];
    private RedisServer _server = null!;
    private RedisNode _one = null!;
    private RedisNode _two = null!;
    private AnswerProbe _session = null!;

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync("--dbfilename", "taken.rdb", "--key-load-delay", "1000", "--loading-process-events-interval-bytes", "1024", "--rdbcompression", "no");
        _one = await RedisNode.StartAsync(_server);
        _two = await RedisNode.StartAsync(_server);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, _one.Connections.Metrics.Meter) && instrument.Name is "wsbroker.redis.failures")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => NoteReason(tags));
        _listener.Start();
        (_session, _) = await _two.SubscribeAsync(Topic);
        await _one.MustPublishAsync(Topic, "a");
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        await _server.DisposeAsync();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task RD_09_A_Redis_that_cannot_write_its_data_to_disk_refuses_and_goes_on_when_it_may()
    {
        var folder = (await _server.RunAsync("config", "get", "dir")).Split('\n')[1];
        Directory.CreateDirectory(Path.Combine(folder, "taken.rdb"));
        await _server.RunAsync("config", "set", "save", "3600 1");
        await _server.RunAsync("bgsave");
        await Eventually.IsTrueAsync(
            async () => (await _server.RunAsync("info", "persistence")).Contains("rdb_last_bgsave_status:err", StringComparison.Ordinal), "it cannot write");

        await IsRefusedAsync(RedisFailure.Misconfigured);
        await _server.RunAsync("config", "set", "stop-writes-on-bgsave-error", "no");
        await GoesOnAsync();
    }

    [Fact]
    public async Task RD_09_A_Redis_whose_disk_is_full_refuses_and_goes_on_when_there_is_room_with_all_that_was_acknowledged()
    {
        await _server.LimitFilesAsync(1);
        var stored = 1;
        await Eventually.IsTrueAsync(
            async () =>
            {
                stored += await _one.PublishAsync(Topic, "x") is SessionEvent.Published ? 1 : 0;
                return HasReason(RedisFailure.Misconfigured);
            },
            "it says that its log cannot be written");
        Assert.Equal(ErrorCode.EngineUnavailable, Assert.IsType<SessionEvent.Refused>(await _one.PublishAsync(Topic, "refused")).Code);

        await _server.LimitFilesAsync(null);
        var after = await _one.PublishUntilStoredAsync(Topic, "b").WaitAsync(_back);
        Assert.Equal(stored + 1, after.Offset);
        await Eventually.IsTrueAsync(
            async () => (await _server.RunAsync("info", "persistence")).Contains("aof_buffer_length:0", StringComparison.Ordinal), "all is in its log");
        await _server.KillAsync();
        await _server.StartAgainAsync();
        Assert.Equal(after with { Offset = stored + 2 }, await _one.PublishUntilStoredAsync(Topic, "c").WaitAsync(_back));
    }

    [Fact]
    public async Task RD_09_A_Redis_that_is_busy_with_a_script_that_does_not_end_refuses_and_goes_on_when_it_is_killed()
    {
        await _server.RunAsync("config", "set", "busy-reply-threshold", "50");
        var busy = _server.RunAsync("eval", "while true do end", "0");

        await Eventually.IsTrueAsync(async () => (await _server.RunAsync("ping")).StartsWith("BUSY", StringComparison.Ordinal), "it says so");

        await IsRefusedAsync(RedisFailure.Busy);
        await _server.RunAsync("script", "kill");
        await busy;
        await GoesOnAsync();
    }

    [Fact]
    public async Task RD_09_A_Redis_that_wants_a_password_that_nobody_gave_refuses_and_goes_on_without()
    {
        await _server.RunAsync("config", "set", "requirepass", "secret");
        await _server.RunAsync("-a", "secret", "client", "kill", "type", "normal");

        // There is no connection without one
        await IsRefusedAsync(RedisFailure.NotConnected);
        await _server.RunAsync("-a", "secret", "config", "set", "requirepass", "");
        await GoesOnAsync();
    }

    [Fact]
    public async Task RD_09_A_Redis_that_takes_rights_away_refuses_and_goes_on_when_they_are_given_again()
    {
        await _server.RunAsync("acl", "setuser", "default", "-@scripting");

        await IsRefusedAsync(RedisFailure.NotAllowed);
        Assert.Single(_one.Logged.Warnings, static line => line.Contains("(NotAllowed): NOPERM", StringComparison.Ordinal) && line.Contains("evalsha", StringComparison.Ordinal));
        await _server.RunAsync("acl", "setuser", "default", "+@all");
        await GoesOnAsync();
    }

    [Fact]
    public async Task RD_09_A_Redis_that_has_as_many_clients_as_it_may_refuses_and_goes_on_when_it_may_have_more()
    {
        using var admin = new TcpClient();
        await admin.ConnectAsync(IPAddress.Loopback, _server.Port);
        await AskAsync(admin, "CONFIG SET maxclients 1");
        await AskAsync(admin, "CLIENT KILL TYPE normal SKIPME yes");
        await AskAsync(admin, "CLIENT KILL TYPE pubsub SKIPME yes");

        await IsRefusedAsync(RedisFailure.NotConnected);
        await AskAsync(admin, "CONFIG SET maxclients 10000");
        await GoesOnAsync();
    }

    [Fact]
    public async Task RD_09_RD_18_A_Redis_that_reads_its_log_refuses_and_goes_on_with_all_that_it_had()
    {
        // So much in its log that it takes a minute to read it, unless it is told to be quick; rewritten, since it answers more often while it reads that
        await _server.RunAsync("eval", "for i = 1, 50000 do redis.call('SET', 'n' .. i, string.rep('x', 100)) end", "0");
        await _server.RunAsync("bgrewriteaof");
        await Eventually.IsTrueAsync(
            async () => (await _server.RunAsync("info", "persistence")).Contains("aof_rewrite_in_progress:0", StringComparison.Ordinal), "it is rewritten");
        await _server.KillAsync();

        var starting = _server.StartAgainAsync();
        await IsRefusedAsync(RedisFailure.Loading);
        Assert.Equal("OK", await _server.RunAsync("config", "set", "key-load-delay", "0"));
        await starting;
        await GoesOnAsync();
    }

    private async Task IsRefusedAsync(RedisFailure reason)
    {
        var number = 0;
        await Eventually.IsTrueAsync(
            async () =>
            {
                var refused = Assert.IsType<SessionEvent.Refused>(await _one.PublishAsync(Topic, "refused", key: $"refused{number++}"));
                Assert.Equal(ErrorCode.EngineUnavailable, refused.Code);
                return HasReason(reason);
            },
            () => $"the reason is {reason}; it was {string.Join(' ', _reasons)}");
    }

    private async Task GoesOnAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var stands = await _one.PublishUntilStoredAsync(Topic, "b").WaitAsync(_back);

        // Nothing that was refused is there
        Assert.Equal(2, stands.Offset);
        Assert.Equal([$"{Topic} 1 a", $"{Topic} 2 b"], await _session.LinesAsync(2).WaitAsync(_back));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, _back);
    }

    private void NoteReason(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_reasons)
        {
            _reasons.Add(tags[0].Value!.ToString()!);
        }
    }

    private bool HasReason(RedisFailure reason)
    {
        lock (_reasons)
        {
            return _reasons.Contains(reason.ToString());
        }
    }

    private static async Task AskAsync(TcpClient admin, string command)
    {
        await admin.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(command + "\r\n"));
        Assert.NotEqual(0, await admin.GetStream().ReadAsync(new byte[1024]));
    }
}
