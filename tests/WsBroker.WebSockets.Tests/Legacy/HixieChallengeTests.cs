using System.Text;
using WsBroker.WebSockets.Legacy;

namespace WsBroker.WebSockets.Tests.Legacy;

public sealed class HixieChallengeTests
{
    // The first two are the examples of the draft, §1.2 and §1.3; the others are from tests of a server of its time
    public static TheoryData<string, string, string, string> Vectors => new()
    {
        { "4 @1  46546xW%0l 1 5", "12998 5 Y3 1  .P00", "^n:ds[4U", "8jKS'y:G*Co,Wxa-" },
        { "18x 6]8vM;54 *(5:  {   U1]8  z [  8", "1_ tx7X d  <  nw  334J702) 7]o}` 0", "Tm[K T2u", "fQJ,fN/4F4!~K~MH" },
        { "3e6b263  4 17 80", "17  9 G`ZD9   2 2b 7X 3 /r90", "WjN}|M(6", "n`9eBk9z$R8pOtVb" },
        {
            "30  ;- 5=5 u 4 1  7336",
            ":2 8 G(  07A 93Ql 3 *20 Ox0G'w",
            "\u005D\u009F\u00B0\u0067\u000F\u00E4\u00FA\u0075",
            "\u00B6\u00BC\u002A\u009E\u00A0\u000C\u001C\u00B9\u000F\u00AD\u00DC\u0097\u0090\u0060\u0017\u00A8"
        },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_answer_is_that_of_the_published_examples(string key1, string key2, string tail, string expected)
    {
        Assert.True(HixieChallenge.TryReadNumber(Encoding.Latin1.GetBytes(key1), out var first));
        Assert.True(HixieChallenge.TryReadNumber(Encoding.Latin1.GetBytes(key2), out var second));
        var challenge = new byte[HixieChallenge.Length];
        var answer = new byte[HixieChallenge.AnswerLength];

        HixieChallenge.Write(challenge, first, second, Encoding.Latin1.GetBytes(tail));
        HixieChallenge.Answer(challenge, answer);

        Assert.Equal(expected, Encoding.Latin1.GetString(answer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1 2 3")]
    [InlineData("4294967296 ")]
    [InlineData("99999999999999999999999999999999999999999999 ")]
    public void A_key_that_hides_no_number_of_32_bits_is_refused(string key) =>
        Assert.False(HixieChallenge.TryReadNumber(Encoding.Latin1.GetBytes(key), out _));

    [Fact]
    public void The_largest_number_of_32_bits_is_taken()
    {
        Assert.True(HixieChallenge.TryReadNumber("42949 67295"u8, out var number));
        Assert.Equal(uint.MaxValue, number);
    }
}
