using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WsBroker.Protocols.Sse;

namespace WsBroker.Server.Http;

/// <summary>What all paths of the API have in common, for <c>/openapi/v1.json</c>.</summary>
internal static class ApiDescription
{
    /// <summary>The name of the description, and the version of the API.</summary>
    public const string Document = "v1";

    /// <summary>Describes the API as a whole: what it is, and how to get in.</summary>
    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = static path => path.RelativePath?.StartsWith("api/", StringComparison.Ordinal) is true;
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            // The version is the API's: not everybody is told which one of the server it speaks with
            document.Info = new OpenApiInfo { Title = "WsBroker", Version = Document };
            document.Servers = [];
            var scheme = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key, once there are some." };
            document.AddComponent("key", scheme);
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
            document.Paths[SseEndpoint.Path] = DescribeEvents();
            return Task.CompletedTask;
        });
    }

    /// <summary>Describes the body of its requests, which the route does not look at: a wrong type is answered with what is allowed.</summary>
    /// <param name="route">The route.</param>
    /// <param name="isRequired">Whether there has to be one.</param>
    public static RouteHandlerBuilder Takes<TBody>(this RouteHandlerBuilder route, bool isRequired = true) =>
        route.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var schema = await context.GetOrCreateSchemaAsync(typeof(TBody), parameterDescription: null, cancellationToken);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = isRequired,
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

    // The gateway serves it, and has no routes; it is for clients, with tokens
    private static OpenApiPathItem DescribeEvents()
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        var number = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0" };
        var flag = new OpenApiSchema { Type = JsonSchemaType.Boolean };
        var operation = new OpenApiOperation
        {
            Summary = "Server-Sent Events: all that is published to topics, for clients that only listen.",
            Security = [],
            Parameters =
            [
                Parameter("topic", "A topic or a filter; once for each of them.", new OpenApiSchema { Type = JsonSchemaType.Array, Items = text }, isRequired: true),
                Parameter("last", "Begin with so many of each topic's history.", number),
                Parameter("presence", "Tell who comes and goes, where the topic's rule has it.", flag),
                Parameter("lastEventId", "What was missed since the event with this id comes first; the header Last-Event-ID goes before.", text),
                Parameter("token", "The client's token, if it is not in Authorization: Bearer.", text),
            ],
            Responses = new OpenApiResponses
            {
                ["200"] = new OpenApiResponse
                {
                    Description = "Events, until one of both has had enough.",
                    Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["text/event-stream"] = new() { Schema = text } },
                },
                ["400"] = new OpenApiResponse { Description = "A parameter is not allowed." },
                ["401"] = new OpenApiResponse { Description = "A token is needed, or is not valid." },
                ["403"] = new OpenApiResponse { Description = "A topic is not open to the client, or a page may not connect." },
                ["429"] = new OpenApiResponse { Description = "The address or the user has as many connections as one may." },
                ["503"] = new OpenApiResponse { Description = "The server takes nobody now." },
            },
        };
        return new OpenApiPathItem { Operations = new Dictionary<HttpMethod, OpenApiOperation> { [HttpMethod.Get] = operation } };
    }

    private static OpenApiParameter Parameter(string name, string description, OpenApiSchema schema, bool isRequired = false) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = description,
        Schema = schema,
        Required = isRequired,
    };
}
