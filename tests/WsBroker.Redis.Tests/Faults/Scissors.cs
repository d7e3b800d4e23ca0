using System.Text;
using WsBroker.TestKit.Faults;

namespace WsBroker.Redis.Tests.Faults;

/// <summary>Has a <see cref="FaultProxy"/> cut the connection inside one command that bears a text, or inside its answer.</summary>
/// <remarks>Belongs to one test, which arms it for one cut after the other.</remarks>
internal sealed class Scissors
{
    private volatile Cut? _cut;

    /// <summary>Whether what it was armed for has come about.</summary>
    public bool HasCut => _cut is null;

    /// <summary>Has the connection cut once.</summary>
    /// <param name="text">What the command bears.</param>
    /// <param name="share">After so much of it, from 0 to 1.</param>
    /// <param name="isInAnswer">Whether after so much of its answer, and not of the command.</param>
    public void Arm(string text, double share, bool isInAnswer) => _cut = new Cut(Encoding.UTF8.GetBytes(text), share, isInAnswer);

    /// <summary>For one connection.</summary>
    public IWiretap Tap() => new OneConnection(this);

    private sealed record Cut(byte[] Text, double Share, bool IsInAnswer);

    private sealed class OneConnection(Scissors scissors) : IWiretap
    {
        private volatile Cut? _answer;
        private long _in;
        private long _out;

        public Fault OnWayIn(ReadOnlySpan<byte> piece)
        {
            if (scissors._cut is not { } cut || piece.IndexOf(cut.Text) < 0)
            {
                _in += piece.Length;
                return Fault.None;
            }

            if (!cut.IsInAnswer)
            {
                return CutNow(cut, _in, piece);
            }

            _in += piece.Length;
            _answer = cut;
            return Fault.None;
        }

        public Fault OnWayOut(ReadOnlySpan<byte> piece)
        {
            if (_answer is { } cut)
            {
                return CutNow(cut, _out, piece);
            }

            _out += piece.Length;
            return Fault.None;
        }

        private Fault CutNow(Cut cut, long before, ReadOnlySpan<byte> piece)
        {
            scissors._cut = null;
            return new Fault { CutAfter = before + (long)(piece.Length * cut.Share) };
        }
    }
}
