using WsBroker.WebSockets.Extensions;

namespace WsBroker.WebSockets.Tests.Extensions;

public sealed class DeflateParametersTests
{
    [Fact]
    public void FZ_02_What_was_formatted_reads_back_as_it_was()
    {
        int?[] windows = [null, 8, 9, 10, 11, 12, 13, 14, 15];
        foreach (var serverWindow in windows)
        {
            foreach (var clientWindow in windows)
            {
                for (var bits = 0; bits < 8; bits++)
                {
                    var parameters = new DeflateParameters
                    {
                        ServerNoContextTakeover = (bits & 1) != 0,
                        ClientNoContextTakeover = (bits & 2) != 0,
                        ServerMaxWindowBits = serverWindow,
                        MentionsClientWindow = clientWindow is not null || (bits & 4) != 0,
                        ClientMaxWindowBits = clientWindow,
                    };

                    Assert.Equal(parameters, Read(parameters.ToString()));
                }
            }
        }
    }

    [Fact]
    public void Values_may_be_quoted() =>
        Assert.Equal(10, Read("permessage-deflate; server_max_window_bits=\"1\\0\"")!.ServerMaxWindowBits);

    [Theory]
    [InlineData("server_max_window_bits=7")]
    [InlineData("server_max_window_bits=16")]
    [InlineData("server_max_window_bits=0")]
    [InlineData("server_max_window_bits=08")]
    [InlineData("server_max_window_bits=abc")]
    [InlineData("server_max_window_bits=+9")]
    [InlineData("server_max_window_bits=99999999999999999999")]
    [InlineData("server_max_window_bits")]
    [InlineData("client_max_window_bits=7")]
    [InlineData("client_max_window_bits=16")]
    [InlineData("client_max_window_bits=08")]
    [InlineData("server_no_context_takeover=1")]
    [InlineData("client_no_context_takeover=true")]
    [InlineData("client_max_window_bits; client_max_window_bits=10")]
    [InlineData("server_max_window_bits=10; server_max_window_bits=10")]
    [InlineData("server_no_context_takeover; server_no_context_takeover")]
    [InlineData("client_no_context_takeover; client_no_context_takeover")]
    [InlineData("unknown")]
    [InlineData("Server_no_context_takeover")]
    [InlineData("server_no_context_takeover; unknown=1; client_no_context_takeover")]
    public void PD_02_What_a_parameter_cannot_be_is_none(string parameters) =>
        Assert.Null(Read($"permessage-deflate; {parameters}"));

    private static DeflateParameters? Read(string text)
    {
        var reader = new ExtensionListReader(text);
        Assert.True(reader.TryReadName(out _));
        var parameters = DeflateParameters.Read(ref reader);
        Assert.False(reader.TryReadName(out _));
        return parameters;
    }
}
