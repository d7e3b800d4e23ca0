using System.Net.Sockets;
using System.Threading.Channels;

namespace WsBroker.TestKit.Faults;

/// <summary>One way of one connection: takes bytes at one end and, as far as the fault of the moment lets them, gives them at the other.</summary>
/// <param name="from">Where they come from.</param>
/// <param name="to">Where they go.</param>
/// <param name="fault">What befalls them now.</param>
/// <param name="tap">Says what befalls a piece, in place of that; null for nobody.</param>
/// <param name="random">For jitter and loss.</param>
internal sealed class FaultPath(Socket from, Socket to, Func<Fault> fault, Func<ReadOnlySpan<byte>, Fault>? tap, SeededNumbers random)
{
    private const int PieceBytes = 16 * 1024;

    private readonly Channel<(long Due, byte[] Bytes)> _underWay = Channel.CreateBounded<(long Due, byte[] Bytes)>(1024);
    private long _passed;

    /// <summary>Runs until one end ends, the fault cuts, or a socket is closed.</summary>
    /// <returns>Whether the sender ended in order, and all that it sent has been given; if not, the sockets are to be closed.</returns>
    public async Task<bool> RunAsync()
    {
        var taking = TakeAsync();
        var giving = GiveAsync();
        var isGiven = await Task.WhenAny(taking, giving) == taking ? await taking && await giving : await giving && await taking;
        _underWay.Writer.TryComplete();
        return isGiven;
    }

    private async Task<bool> TakeAsync()
    {
        try
        {
            var buffer = new byte[PieceBytes];
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await _underWay.Writer.WriteAsync((DueNow(), buffer[..count]));
            }

            _underWay.Writer.Complete();
            return true;
        }
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException or ChannelClosedException)
        {
            return false;
        }
    }

    private long DueNow()
    {
        var now = fault();
        var jitter = now.Jitter > TimeSpan.Zero ? random.Below((int)now.Jitter.TotalMilliseconds) : 0;
        var resent = now.LossPercent > 0 && random.Below(100) < now.LossPercent ? (long)Fault.Resent.TotalMilliseconds : 0;
        return Environment.TickCount64 + (long)now.Delay.TotalMilliseconds + jitter + resent;
    }

    private async Task<bool> GiveAsync()
    {
        try
        {
            await foreach (var (due, bytes) in _underWay.Reader.ReadAllAsync())
            {
                await Pause.ForAsync(TimeSpan.FromMilliseconds(due - Environment.TickCount64));
                if (!await GiveAsync(bytes, tap is null ? fault() : tap(bytes)))
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task<bool> GiveAsync(ReadOnlyMemory<byte> bytes, Fault now)
    {
        if (now.Swallows)
        {
            return true;
        }

        var isCut = now.CutAfter - _passed <= bytes.Length;
        bytes = isCut ? bytes[..(int)Math.Max(0, now.CutAfter!.Value - _passed)] : bytes;
        for (var time = 0; time < (now.Repeats ? 2 : 1); time++)
        {
            await SendAsync(bytes, now);
        }

        _passed += bytes.Length;
        return !isCut;
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, Fault now)
    {
        if (now.BytesPerSecond is { } most)
        {
            await Pause.ForAsync(TimeSpan.FromSeconds((double)bytes.Length / most));
        }

        while (!bytes.IsEmpty)
        {
            bytes = bytes[await to.SendAsync(bytes)..];
        }
    }
}
