using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.FileProviders;
using WsBroker.Gateway.Peers;
using WsBroker.Server.Hosting;

namespace WsBroker.Server.Http;

/// <summary>The HTTP server for all that is no WebSocket: the page, the API, the probes.</summary>
internal static class WebServer
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' blob: data:; connect-src 'self' ws: wss:; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Puts it together; it serves the connections that are handed over to <paramref name="listener"/>.</summary>
    public static WebApplication Build(
        HandedOverListener listener,
        BrokerApi api,
        LocalOnlyFilter localOnly,
        TrustedProxies proxies,
        Readiness readiness,
        ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });

        // Our options are the only ones: no ASPNETCORE_… of the machine opens a second door
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IConnectionListenerFactory>(listener);
        builder.Services.AddProblemDetails();
        builder.WebHost.SuppressStatusMessages(true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = api.MaxBodyBytes;
            kestrel.Listen(listener.EndPoint);
        });

        var web = builder.Build();
        web.UseExceptionHandler();
        web.UseStatusCodePages();
        web.Use(AddSecurityHeadersAsync);
        web.Use(new PeerResolution(proxies).InvokeAsync);
        UsePages(web);
        web.MapGet("/health/live", () => Results.Text("alive\n"));
        web.MapGet("/health/ready", () => readiness.IsReady
            ? Results.Text("ready\n")
            : Results.Text("stopping\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        api.Map(web.MapGroup("/api").AddEndpointFilter(localOnly));
        return web;
    }

    private static Task AddSecurityHeadersAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }

    private static void UsePages(WebApplication web)
    {
        var files = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        web.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        web.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = context => context.Context.Response.Headers.CacheControl = "no-cache",
        });
    }
}
