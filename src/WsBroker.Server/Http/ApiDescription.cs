using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WsBroker.Server.Http;

/// <summary>What all paths of the API have in common, for <c>/openapi/v1.json</c>.</summary>
internal static class ApiDescription
{
    /// <summary>The name of the description.</summary>
    public const string Document = "v1";

    /// <summary>Describes the API as a whole: what it is, and how to get in.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = static path => path.RelativePath?.StartsWith("api/", StringComparison.Ordinal) is true;
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "WsBroker", Version = ProductVersion.Text };
            document.Servers = [];
            var scheme = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key, once there are some." };
            document.AddComponent("key", scheme);
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
            return Task.CompletedTask;
        });
    }

    /// <summary>Describes the body of its requests, which the route does not look at: a wrong type is answered with what is allowed.</summary>
    public static RouteHandlerBuilder Takes<TBody>(this RouteHandlerBuilder route) =>
        route.AddOpenApiOperationTransformer(static async (operation, context, cancellationToken) =>
        {
            var schema = await context.GetOrCreateSchemaAsync(typeof(TBody), parameterDescription: null, cancellationToken);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/json"] = new() { Schema = schema } },
            };
        });

    /// <summary>Describes how it refuses: with what every path may answer, and with more.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params ReadOnlySpan<int> more)
    {
        ReadOnlySpan<int> usual =
        [
            StatusCodes.Status400BadRequest,
            StatusCodes.Status401Unauthorized,
            StatusCodes.Status403Forbidden,
            StatusCodes.Status429TooManyRequests,
        ];
        foreach (var status in (int[])[.. usual, .. more])
        {
            route.ProducesProblem(status);
        }

        return route;
    }
}
