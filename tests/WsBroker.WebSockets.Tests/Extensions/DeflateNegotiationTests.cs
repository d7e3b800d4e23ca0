using WsBroker.WebSockets.Extensions;

namespace WsBroker.WebSockets.Tests.Extensions;

public sealed class DeflateNegotiationTests
{
    private const string Both = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    [Theory]
    [InlineData("permessage-deflate", Both)]
    [InlineData("permessage-deflate; client_max_window_bits", Both)]
    [InlineData("permessage-deflate; client_max_window_bits=8", Both)]
    [InlineData("permessage-deflate; client_max_window_bits=15", Both)]
    [InlineData("permessage-deflate; server_no_context_takeover; client_no_context_takeover", Both)]
    [InlineData("permessage-deflate; server_max_window_bits=8", $"{Both}; server_max_window_bits=8")]
    [InlineData("permessage-deflate; server_max_window_bits=9", $"{Both}; server_max_window_bits=9")]
    [InlineData("permessage-deflate; server_max_window_bits=15", $"{Both}; server_max_window_bits=15")]
    [InlineData("permessage-deflate; server_max_window_bits=7, permessage-deflate; server_max_window_bits=10", $"{Both}; server_max_window_bits=10")]
    [InlineData("permessage-deflate; server_max_window_bits=12, permessage-deflate", $"{Both}; server_max_window_bits=12")]
    [InlineData("x-webkit-deflate-frame, permessage-bzip2; a=\"b\", permessage-deflate", Both)]
    public void PD_01_The_first_offer_that_can_be_taken_is_answered(string offers, string answer) =>
        Assert.Equal(answer, DeflateNegotiation.Answer(offers, serverTakeover: false, clientTakeover: false)?.ToString());

    [Theory]
    [InlineData(true, true, "permessage-deflate", "permessage-deflate")]
    [InlineData(true, false, "permessage-deflate", "permessage-deflate; client_no_context_takeover")]
    [InlineData(false, true, "permessage-deflate", "permessage-deflate; server_no_context_takeover")]
    [InlineData(true, true, "permessage-deflate; server_no_context_takeover", "permessage-deflate; server_no_context_takeover")]
    [InlineData(true, true, "permessage-deflate; client_no_context_takeover", "permessage-deflate; client_no_context_takeover")]
    public void Context_takeover_is_kept_where_both_sides_allow_it(bool server, bool client, string offer, string answer) =>
        Assert.Equal(answer, DeflateNegotiation.Answer(offer, server, client)?.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x-webkit-deflate-frame")]
    [InlineData("Permessage-Deflate")]
    [InlineData("permessage-deflate; server_max_window_bits=16")]
    [InlineData("permessage-deflate; server_max_window_bits")]
    [InlineData("permessage-deflate; client_no_context_takeover=1, permessage-deflate; foo")]
    [InlineData("permessage-deflate; a=\"b, permessage-deflate")]
    public void PD_02_Bad_offers_and_strange_extensions_are_declined(string? offers) =>
        Assert.Null(DeflateNegotiation.Answer(offers, serverTakeover: true, clientTakeover: true));

    [Theory]
    [InlineData("permessage-deflate", "permessage-deflate")]
    [InlineData("permessage-deflate", "permessage-deflate; client_no_context_takeover; server_max_window_bits=9")]
    [InlineData("permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits=15")]
    [InlineData("permessage-deflate; client_max_window_bits=12", "permessage-deflate; client_max_window_bits=12")]
    [InlineData("permessage-deflate; server_max_window_bits=12", "permessage-deflate; server_max_window_bits=10")]
    [InlineData(Both, Both)]
    public void A_client_takes_an_answer_within_its_offer(string offer, string answer)
    {
        Assert.True(DeflateNegotiation.TryReadAnswer(Read(offer), answer, out var agreed));
        Assert.Equal(answer, agreed?.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_client_goes_on_without_compression_if_the_server_declines(string? answer)
    {
        Assert.True(DeflateNegotiation.TryReadAnswer(new DeflateParameters(), answer, out var agreed));
        Assert.Null(agreed);
    }

    [Theory]
    [InlineData("permessage-deflate", "permessage-deflate; client_max_window_bits=15")]
    [InlineData("permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits")]
    [InlineData("permessage-deflate; client_max_window_bits=12", "permessage-deflate; client_max_window_bits=13")]
    [InlineData("permessage-deflate; server_max_window_bits=12", "permessage-deflate; server_max_window_bits=13")]
    [InlineData("permessage-deflate; server_max_window_bits=12", "permessage-deflate")]
    [InlineData("permessage-deflate; server_no_context_takeover", "permessage-deflate")]
    [InlineData("permessage-deflate", "permessage-deflate, permessage-deflate")]
    [InlineData("permessage-deflate", "permessage-deflate; unknown")]
    [InlineData("permessage-deflate", "x-other")]
    [InlineData("permessage-deflate", ";")]
    [InlineData("permessage-deflate", "permessage-deflate,;")]
    public void A_client_fails_when_the_server_answers_what_was_not_offered(string offer, string answer) =>
        Assert.False(DeflateNegotiation.TryReadAnswer(Read(offer), answer, out _));

    [Fact]
    public void FZ_02_Whatever_is_answered_lies_within_some_offer()
    {
        var random = new SeededBytes(seed: 7692);
        for (var round = 0; round < 2_000; round++)
        {
            var offers = Enumerable.Range(0, 1 + random.Below(3)).Select(_ => Offer(random)).ToArray();

            var answer = DeflateNegotiation.Answer(string.Join(", ", offers), random.Below(2) == 0, random.Below(2) == 0);

            var isTaken = offers.Select(TryRead).Where(static offer => offer is not null).Select(
                offer => DeflateNegotiation.TryReadAnswer(offer!, answer?.ToString(), out var agreed) && agreed == answer);
            Assert.True(answer is null ? !isTaken.Any() : isTaken.First(), string.Join(", ", offers));
        }
    }

    private static string Offer(SeededBytes random)
    {
        string[] parameters =
        [
            "server_no_context_takeover", "client_no_context_takeover", "client_max_window_bits",
            $"client_max_window_bits={6 + random.Below(11)}", $"server_max_window_bits={6 + random.Below(11)}", "foo=bar",
        ];
        var chosen = Enumerable.Range(0, random.Below(4)).Select(_ => parameters[random.Below(parameters.Length)]);
        return string.Join("; ", chosen.Prepend(DeflateParameters.ExtensionName));
    }

    private static DeflateParameters Read(string text) => TryRead(text)!;

    private static DeflateParameters? TryRead(string text)
    {
        var reader = new ExtensionListReader(text);
        reader.TryReadName(out _);
        return DeflateParameters.Read(ref reader);
    }
}
