using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.FileProviders;
using WsBroker.Server.Hosting;
using WsBroker.Server.Options;

namespace WsBroker.Server.Http;

/// <summary>The HTTP server for all that is no WebSocket: the page, the API, the probes.</summary>
internal static class WebServer
{
    private const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' blob: data:; connect-src 'self' ws: wss:; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly string[] _reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Puts it together; it serves the connections that are handed over to it.</summary>
    /// <param name="doors">Where they come in.</param>
    /// <param name="api">The API.</param>
    /// <param name="requests">Takes the requests that ask for a WebSocket.</param>
    /// <param name="readiness">For the probe.</param>
    /// <param name="options">How long clients may take.</param>
    /// <param name="loggers">For Kestrel's own lines.</param>
    public static WebApplication Build(
        Doors doors,
        BackEndApi api,
        WebSocketRequests requests,
        Readiness readiness,
        ServerOptions options,
        ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });

        // Our options are the only ones: no ASPNETCORE_… of the machine opens a second door
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.Services.AddSingleton<ILoggerFactory>(new WebServerLoggers(loggers));
        builder.Services.AddSingleton<IConnectionListenerFactory>(new HandedOverTransport());
        BackEndApi.AddServices(builder.Services);
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = RefusedBodies.Tell);
        builder.WebHost.SuppressStatusMessages(true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            KestrelSettings.Apply(kestrel, options);
            doors.Open(kestrel);
        });

        var web = builder.Build();
        web.Use(RefusedBodies.HearOutAsync);
        web.Use(api.Refusals(loggers).InvokeAsync);
        web.UseExceptionHandler(RefusedBodies.Handling());
        web.UseStatusCodePages();
        web.Use(Http2Rules.ApplyAsync);
        web.Use(requests.HandleAsync);
        web.Use(AddSecurityHeadersAsync);
        web.Use(RequestRules.ApplyAsync);
        web.Use(new PeerResolution(options.TrustedProxies).InvokeAsync);
        web.Use(api.Admin.InvokeAsync);
        UsePages(web);
        web.MapMethods("/health/live", _reading, () => Results.Text("alive\n"));
        web.MapMethods("/health/ready", _reading, () => readiness.IsReady
            ? Results.Text("ready\n")
            : Results.Text($"{readiness.Reason}\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        EventStreams.Map(web, options.OriginPolicy);
        api.Map(web);
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
        web.Use((context, next) => PageMethods.ApplyAsync(files, context, next));
        web.Use(PageConditions.ApplyAsync);
        web.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        web.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = context => context.Context.Response.Headers.CacheControl = "no-cache",
        });
    }
}
