using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;

namespace Meida.ServiceDefaults.Tests;

public sealed class AcceptTests
{
    private static readonly string[] Accepted =
        ["text/html", "text/event-stream", "application/xml", "image/png", "text/html,application/xhtml+xml;q=0.9", "application/json;q=0", "nonsense", ""];

    private static readonly (string Path, int Status, string Slug)[] Refusals =
    [
        ("/refused/404", 404, "illegal-transition"), ("/refused/409", 409, "illegal-transition"), ("/refused/422", 422, "illegal-transition"),
        ("/refused/503", 503, "illegal-transition"), ("/answered/409", 409, "illegal-transition"), ("/bare/403", 403, "forbidden"),
        ("/bare/416", 416, "range-not-satisfiable"), ("/secret", 401, "unauthorized"), ("/nope", 404, "not-found"), ("/notes", 405, "method-not-allowed"),
        ("/notes/1?q=%00", 400, "validation"), ("/broken", 500, "internal-error"),
    ];

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task Every_refusal_is_a_document_whatever_the_client_accepts(string environment)
    {
        await using var service = new SmallService { Environment = environment };
        await service.InitializeAsync();
        foreach (var accept in Accepted)
            foreach (var (path, status, slug) in Refusals)
            {
                var (told, text) = await Get(service, path, accept);
                Assert.True(told == (status, "application/problem+json"), $"{path} for '{accept}' answered {told}: {text}");
                var document = JsonNode.Parse(text)!;
                Assert.Equal(($"urn:meida:problem:{slug}", status), ((string)document["type"]!, (int)document["status"]!));
                Assert.NotNull(document["traceId"]);
                Assert.Equal(path.Split('?')[0], (string)document["instance"]!);
            }
    }

    [Fact]
    public async Task No_page_for_developers_shows_a_fault_outside_of_the_handler()
    {
        await using var service = new SmallService { Environment = Environments.Development };
        await service.InitializeAsync();
        var (told, text) = await Get(service, "/broken/outside", "text/html");
        Assert.Equal((500, "application/problem+json"), told);
        Assert.DoesNotContain("db-7", text, StringComparison.Ordinal);
    }

    private static async Task<((int, string?), string)> Get(SmallService service, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await service.Client.SendAsync(request);
        return (((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType), await answer.Content.ReadAsStringAsync());
    }
}
