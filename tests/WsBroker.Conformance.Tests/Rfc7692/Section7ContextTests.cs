using System.Text;
using WsBroker.Conformance.Tests.Clients;
using WsBroker.Conformance.Tests.Servers;

namespace WsBroker.Conformance.Tests.Rfc7692;

/// <summary>What messages share, and with whom (RFC 7692 §7.2.3, §8).</summary>
public sealed class Section7ContextTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private static readonly (string Key, string Value)[] _takeover =
        [("compression:serverTakeover", "true"), ("compression:clientTakeover", "true")];

    [Fact]
    public async Task PD_08_With_context_each_side_refers_to_what_it_sent_before()
    {
        await using var server = await Settings.StartAsync(_takeover);
        using var client = await StrictClient.OpenCompressedAsync(server.Http, Echo(), "permessage-deflate");
        var texts = Enumerable.Range(0, 20).Select(at => Deflated.Json(2_000, seed: 1 + (at % 2))).ToList();
        var payloads = Deflated.Payloads(texts.Select(Encoding.UTF8.GetBytes));
        var sizes = new List<int>();

        Assert.Equal("permessage-deflate", client.Extensions);
        foreach (var (text, payload) in texts.Zip(payloads))
        {
            await client.WriteAsync(Deflated.Frame(Opcode.Text, payload));
            var message = await client.ReadMessageAsync();
            Assert.Equal(text, message.Text);
            sizes.Add(message.WireLength);
        }

        Assert.True(sizes[2] * 5 < sizes[0], $"{sizes[2]} and {sizes[0]}");
    }

    [Fact]
    public async Task PD_08_Without_context_no_message_refers_to_another()
    {
        using var client = await OpenAsync();
        var text = Deflated.Json(2_000);
        var sizes = new HashSet<int>();

        for (var round = 0; round < 5; round++)
        {
            // The client inflates each by itself
            await client.WriteAsync(Deflated.Text(text));
            var message = await client.ReadMessageAsync();
            Assert.Equal(text, message.Text);
            sizes.Add(message.WireLength);
        }

        Assert.Single(sizes);
        await client.WriteAsync(Deflated.Frame(Opcode.Text, Deflated.Payloads(Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(text))[1]));
        await client.ExpectCloseAsync(1007);
    }

    [Fact]
    public async Task PD_13_Contexts_are_bounded_by_the_budget_and_given_back_on_close()
    {
        await using var server = await Settings.StartAsync([.. _takeover, ("compression:memoryBytes", "2000000")]);
        var clients = new List<StrictClient>();
        for (var at = 0; at < 20; at++)
        {
            clients.Add(await StrictClient.OpenCompressedAsync(server.Http, Echo(), "permessage-deflate"));
        }

        Assert.Equal("permessage-deflate", clients[0].Extensions);
        Assert.Equal("permessage-deflate; server_no_context_takeover; client_no_context_takeover", clients[^1].Extensions);

        clients.ForEach(client => client.Dispose());
        using var timeout = new CancellationTokenSource(StrictClient.Patience);
        for (var agreed = ""; agreed is not "permessage-deflate";)
        {
            timeout.Token.ThrowIfCancellationRequested();
            using var client = await StrictClient.OpenCompressedAsync(server.Http, Echo(), "permessage-deflate");
            agreed = client.Extensions;
        }
    }

    [Fact]
    public async Task PD_14_Nothing_of_one_connection_ever_reaches_another()
    {
        const string Canary = "canary-7f3a";
        using var secret = await OpenAsync();
        using var other = await OpenAsync();
        using var subscriber = await StrictClient.OpenCompressedAsync(broker.Address, "/topics/pd-14", "permessage-deflate; server_max_window_bits=9");
        using var publisher = await StrictClient.OpenCompressedAsync(broker.Address, "/topics/pd-14");
        var hidden = string.Concat(Enumerable.Repeat(Canary, 1024 * 1024 / Canary.Length));

        for (var round = 1; round <= 30; round++)
        {
            await secret.WriteAsync(Deflated.Text(hidden));
            await secret.ExpectAsync(ClientFrame.Text(hidden));

            var text = Deflated.Json(round * 97, seed: round);
            await other.WriteAsync([Deflated.Text(text), ClientFrame.Ping(new byte[round])], Writing.FrameByFrame);
            var frames = new[] { await other.ReadFrameAsync(), await other.ReadFrameAsync() };
            Assert.Contains(frames, frame => frame.Text.Equals(text, StringComparison.Ordinal));
            Assert.All(frames, frame => Assert.False(frame.Text.Contains("canary", StringComparison.Ordinal)));

            await publisher.WriteAsync(Deflated.Text(text));
            await subscriber.ExpectAsync(ClientFrame.Text(text));
        }

        await other.WriteAsync(ClientFrame.Close(1000));
        await other.ExpectCloseAsync(1000);
    }

    [Fact]
    public async Task PD_15_Subscribers_of_all_kinds_get_the_same_message_and_those_of_one_kind_the_same_bytes()
    {
        await using var server = await Settings.StartAsync(_takeover);
        string?[] offers =
        [
            null, "permessage-deflate; server_no_context_takeover", "permessage-deflate; server_no_context_takeover",
            "permessage-deflate; server_no_context_takeover; server_max_window_bits=9", "permessage-deflate; server_max_window_bits=8", "permessage-deflate",
        ];
        var topic = TopicNames.Next();
        var clients = new List<StrictClient>();
        foreach (var offer in offers)
        {
            clients.Add(offer is null
                ? await StrictClient.OpenAsync(server.Http, $"/topics/{topic}")
                : await StrictClient.OpenCompressedAsync(server.Http, $"/topics/{topic}", offer));
        }

        using var publisher = await StrictClient.OpenAsync(server.Http, $"/topics/{topic}?mode=pub");
        for (var round = 1; round <= 20; round++)
        {
            var text = Deflated.Json(round * 200, seed: 7);
            await publisher.WriteAsync(ClientFrame.Text(text));
            var messages = new List<ServerFrame>();
            foreach (var client in clients)
            {
                messages.Add(await client.ReadMessageAsync());
            }

            Assert.All(messages, message => Assert.Equal(text, message.Text));
            Assert.Equal(messages[1].WireLength, messages[2].WireLength);
            Assert.False(messages[0].IsCompressed);
            Assert.True(round < 3 || messages.Skip(1).All(message => message.IsCompressed));
        }

        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task PD_16_Publications_of_a_topic_with_compression_off_are_compressed_for_nobody()
    {
        await using var server = await Settings.StartAsync(
            [.. _takeover, ("topics:0:match", "secrets/#"), ("topics:0:compression", "false")]);
        var text = Deflated.Json(5_000);
        foreach (var (topic, isCompressed) in ((string, bool)[])[("secrets/a", false), ("open/a", true)])
        {
            foreach (var offer in (string[])["permessage-deflate", "permessage-deflate; server_no_context_takeover"])
            {
                using var publisher = await StrictClient.OpenCompressedAsync(server.Http, $"/topics/{topic}?echo=true", offer);
                await publisher.WriteAsync(Deflated.Text(text));
                await ExpectAsync(publisher, text, isCompressed);

                using var late = await StrictClient.OpenCompressedAsync(server.Http, $"/topics/{topic}?last=1", offer);
                await ExpectAsync(late, text, isCompressed);

                using var reader = await StrictClient.OpenCompressedAsync(server.Http, "/", offer);
                await reader.WriteAsync(ClientFrame.Text($$$"""{"id":1,"history":{"topic":"{{{topic}}}","last":1}}"""));
                Assert.Equal(isCompressed, (await reader.ReadMessageAsync()).IsCompressed);
            }
        }
    }

    private static async Task ExpectAsync(StrictClient client, string text, bool isCompressed)
    {
        var message = await client.ReadMessageAsync();
        Assert.Equal((text, isCompressed), (message.Text, message.IsCompressed));
    }

    private Task<StrictClient> OpenAsync() => StrictClient.OpenCompressedAsync(broker.Address, Echo());

    private static string Echo() => $"/topics/{TopicNames.Next()}?echo=true";
}
