using System.Buffers;
using System.Text;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;
using WsBroker.Gateway.Compression;
using WsBroker.Gateway.Endpoints;
using WsBroker.Gateway.Tests.Compression;
using WsBroker.Protocols.Raw;
using WsBroker.WebSockets;

namespace WsBroker.Gateway.Tests.Endpoints;

public sealed class EndpointFormsTests : IDisposable
{
    private readonly GatewayMetrics _metrics = new();
    private readonly EndpointForms _forms = new(new RawEndpoint().Form, Rfc6455Dialect.Instance);
    private readonly DeflateExtension _extension;

    public EndpointFormsTests() => _extension = new DeflateExtension(
        new CompressionOptions { ServerTakeover = true }, _metrics);

    public void Dispose()
    {
        _extension.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public void PD_15_Clients_that_agreed_on_the_same_window_share_one_form()
    {
        var form = FormOf("server_no_context_takeover");

        Assert.Same(form, FormOf("server_no_context_takeover; client_max_window_bits"));
        Assert.Same(form, FormOf("server_no_context_takeover; server_max_window_bits=15"));
        Assert.NotSame(form, FormOf("server_no_context_takeover; server_max_window_bits=9"));
        Assert.NotSame(form, _forms.Plain);
        Assert.Same(_forms.Marked, FormOf("client_max_window_bits"));
    }

    [Fact]
    public void PD_15_Each_form_says_the_same()
    {
        var text = Frames.Json(5_000, seed: 3);
        foreach (var form in (WireForm[])[FormOf("server_no_context_takeover"), FormOf("server_no_context_takeover; server_max_window_bits=9"), _forms.Plain])
        {
            using var client = new Frames();
            var isCompressed = !ReferenceEquals(form, _forms.Plain);

            Assert.Equal([(text, isCompressed)], client.Read(Write(form, text)));
        }
    }

    [Fact]
    public void PD_16_The_uncompressed_form_of_all_is_one()
    {
        foreach (var form in (WireForm[])[FormOf("server_no_context_takeover"), _forms.Marked, _forms.Plain])
        {
            Assert.Same(_forms.Plain, form.Uncompressed);
        }
    }

    private WireForm FormOf(string parameters) => _extension.Agree($"permessage-deflate; {parameters}")!.Outbound.FormOf(_forms);

    private static ReadOnlyMemory<byte> Write(WireForm form, string text)
    {
        Assert.True(TopicName.TryParse("t", out var topic, out _));
        var output = new ArrayBufferWriter<byte>();
        form.Write(new Publication(topic, "E", 1, 0, new Content(PayloadKind.Text, Encoding.UTF8.GetBytes(text)), default), output);
        return output.WrittenMemory;
    }
}
