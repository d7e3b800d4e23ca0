namespace WsBroker.Server.Http;

/// <summary>What the HTTP server has an answer for.</summary>
internal static class Routes
{
    /// <summary>Every method and path, besides files.</summary>
    public static IEnumerable<(string Method, string Path)> Of(IEndpointRouteBuilder web) =>
        from route in web.DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [HttpMethods.Get]
        select (method, $"/{route.RoutePattern.RawText!.TrimStart('/')}");
}
