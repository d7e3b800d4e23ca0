using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;

namespace WsBroker.WebSockets.Tests.Messages;

/// <summary>Pings, pongs and closes, as they come out of an assembler.</summary>
public sealed class IncomingTests
{
    private const int Continuation = 0;
    private const int Text = 1;
    private const int Binary = 2;
    private const int Close = 8;
    private const int Ping = 9;
    private const int Pong = 10;

    [Theory]
    [InlineData(Ping)]
    [InlineData(Pong)]
    [InlineData(Close)]
    public void FR_07_A_control_frame_of_126_bytes_is_1002(int opcode) =>
        Heard.RefusalAtEveryCut(FrameBuilder.Client(opcode, new byte[126]), ViolationReason.ControlFrameTooLong);

    [Fact]
    public void FR_07_A_control_frame_that_is_not_final_is_1002() =>
        Heard.RefusalAtEveryCut(FrameBuilder.Client(Ping, [], fin: false), ViolationReason.ControlFrameFragmented);

    [Fact]
    public void FR_17_Control_frames_between_fragments_are_heard_at_once() =>
        Heard.AtEveryCut(
            [
                .. FrameBuilder.Client(Text, "He"u8.ToArray(), fin: false),
                .. FrameBuilder.Client(Ping, "one"u8.ToArray()),
                .. FrameBuilder.Client(Continuation, [], fin: false),
                .. FrameBuilder.Client(Pong, "two"u8.ToArray()),
                .. FrameBuilder.Client(Continuation, "llo"u8.ToArray()),
                .. FrameBuilder.Client(Binary, [0xFF]),
            ],
            Heard.Ping("one"u8),
            Heard.Pong("two"u8),
            Heard.Text("Hello"u8),
            Heard.Binary([0xFF]));

    [Fact]
    public void FR_17_A_close_between_fragments_ends_the_message_unheard() =>
        Heard.AtEveryCut(
            [
                .. FrameBuilder.Client(Text, "He"u8.ToArray(), fin: false),
                .. FrameBuilder.ClientClose(1001),
                .. FrameBuilder.Client(Continuation, "llo"u8.ToArray()),
            ],
            Heard.Close(CloseCode.GoingAway, []));

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    public void FR_18_A_ping_keeps_its_payload(int length)
    {
        var payload = new SeededBytes(9).Next(length);

        Heard.AtEveryCut(FrameBuilder.Client(Ping, payload), Heard.Ping(payload));
    }

    [Fact]
    public void FR_20_Pongs_that_nobody_asked_for_are_only_pongs() =>
        Heard.AtEveryCut(
            [.. FrameBuilder.Client(Pong, "a"u8.ToArray()), .. FrameBuilder.Client(Pong, "b"u8.ToArray())],
            Heard.Pong("a"u8),
            Heard.Pong("b"u8));

    [Fact]
    public void FR_22_Nothing_that_follows_a_close_frame_is_heard() =>
        Heard.AtEveryCut(
            [
                .. FrameBuilder.ClientClose(4001, "bye"u8.ToArray()),
                .. FrameBuilder.Client(Ping, []),
                .. FrameBuilder.ClientText("late"),
                .. FrameBuilder.ClientClose(1000),
                0xFF,
            ],
            Heard.Close((CloseCode)4001, "bye"u8));

    [Fact]
    public void CL_01_A_close_without_code_has_no_status() =>
        Heard.AtEveryCut(FrameBuilder.Client(Close, []), Heard.Close(CloseCode.NoStatusReceived, []));

    [Fact]
    public void CL_02_A_close_of_one_byte_is_1002() =>
        Heard.RefusalAtEveryCut(FrameBuilder.Client(Close, [3]), ViolationReason.CloseCodeCut);

    [Fact]
    public void CL_03_A_close_with_a_reason_of_123_bytes_is_clean()
    {
        var reason = Enumerable.Repeat((byte)'r', 123).ToArray();

        Heard.AtEveryCut(FrameBuilder.ClientClose(1000, reason), Heard.Close(CloseCode.NormalClosure, reason));
    }

    [Fact]
    public void CL_03_A_close_with_a_reason_of_124_bytes_is_1002() =>
        Heard.RefusalAtEveryCut(FrameBuilder.ClientClose(1000, new byte[124]), ViolationReason.ControlFrameTooLong);

    [Fact]
    public void CL_05_A_close_with_a_code_that_must_not_be_sent_is_1002() =>
        Heard.RefusalAtEveryCut(FrameBuilder.ClientClose(1006), ViolationReason.CloseCodeNotAllowed);

    [Fact]
    public void CL_06_A_close_with_a_reason_that_is_not_UTF_8_is_1007() =>
        Heard.AtEveryCut(
            FrameBuilder.ClientClose(1000, 0xFF),
            Heard.Refusal(CloseCode.InvalidPayload, ViolationReason.CloseReasonNotUtf8));
}
