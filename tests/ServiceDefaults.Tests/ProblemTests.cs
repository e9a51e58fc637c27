using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Meida.Testing;

namespace Meida.ServiceDefaults.Tests;

public sealed class ProblemTests(SmallService service) : IClassFixture<SmallService>
{
    [Theory]
    [InlineData("{", 400, "validation", "body")]
    [InlineData("", 400, "validation", "body")]
    [InlineData("null", 400, "validation", "body")]
    [InlineData("{}", 400, "validation", "body")]
    [InlineData("{\"text\":1}", 400, "validation", "text")]
    [InlineData("{\"text\":\"a\",\"at\":\"25:61\"}", 400, "validation", "at")]
    public async Task A_body_that_cannot_be_read_is_named_by_field(string body, int status, string slug, string field)
    {
        var before = await service.Count();
        var problem = await Problem(new HttpRequestMessage(HttpMethod.Post, "/notes") { Content = Json(body) }, status, slug);
        Assert.NotNull(problem["errors"]![field]);
        Assert.Equal(before, await service.Count());
    }

    [Fact]
    public Task Another_content_type_is_415() => Problem(
        new HttpRequestMessage(HttpMethod.Post, "/notes") { Content = new StringContent("text=a", Encoding.UTF8, "text/plain") }, 415, "unsupported-media-type");

    [Theory]
    [InlineData("application/json; charset=gbk")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/json; charset=")]
    [InlineData("application/json; charset=\"\"")]
    [InlineData("application/json; charset=utf-8; charset=gbk")]
    [InlineData("application/merge-patch+json; charset=")]
    [InlineData("application/json; charset=\"no-such-thing\"")]
    [InlineData("application/problem+json; charset=utf-16")]
    public Task Json_in_another_encoding_is_415(string contentType) => Problem(
        new HttpRequestMessage(HttpMethod.Post, "/notes") { Content = Text("{\"text\":\"a\"}", contentType) }, 415, "unsupported-media-type");

    [Theory]
    [InlineData("application/json; charset=UTF-8")]
    [InlineData("application/json; charset=\"utf-8\"")]
    public async Task Json_that_says_it_is_utf_8_is_read(string contentType)
    {
        using var answer = await service.Client.PostAsync("/notes", Text("{\"text\":\"a\"}", contentType));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public Task An_unknown_path_is_404() => Problem(new HttpRequestMessage(HttpMethod.Get, "/nope"), 404, "not-found");

    [Fact]
    public Task A_wrong_method_is_405() => Problem(new HttpRequestMessage(HttpMethod.Delete, "/notes"), 405, "method-not-allowed");

    [Fact]
    public Task Nobody_signed_in_is_401() => Problem(new HttpRequestMessage(HttpMethod.Get, "/secret"), 401, "unauthorized");

    [Fact]
    public async Task The_wrong_role_is_403_and_the_right_one_passes()
    {
        await Problem(As("agent"), 403, "forbidden");
        using var answer = await service.Client.SendAsync(As("admin"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        static HttpRequestMessage As(string role) => new(HttpMethod.Get, "/secret")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Token(role)) },
        };
    }

    [Fact]
    public async Task A_fault_tells_nothing_of_its_inside()
    {
        var problem = await Problem(new HttpRequestMessage(HttpMethod.Get, "/broken"), 500, "internal-error");
        Assert.DoesNotContain("db-7", problem.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/notes/1?q=a%00b")]
    [InlineData("/notes/1?a%07=b")]
    public Task A_control_character_in_the_query_is_400(string path) => Problem(new HttpRequestMessage(HttpMethod.Get, path), 400, "validation");

    [Theory]
    [InlineData("7")]
    [InlineData("\"x\"")]
    [InlineData("W/\"7\"")]
    [InlineData("\"7\", \"8\"")]
    public Task A_version_that_is_none_is_400(string header)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/notes/7");
        request.Headers.TryAddWithoutValidation("If-Match", header);
        return Problem(request, 400, "validation");
    }

    [Fact]
    public async Task The_version_is_read_and_told()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/notes/7");
        request.Headers.TryAddWithoutValidation("If-Match", "\"6\"");
        using var answer = await service.Client.SendAsync(request);
        Assert.Equal("\"7\"", answer.Headers.ETag?.Tag);
        Assert.Equal("6", (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["text"]!);
    }

    [Fact]
    public void No_problem_takes_a_member_that_every_document_has() =>
        Assert.Throws<ArgumentException>(() => Refusals.Problems.Create(409, "x", "y", ("status", "ASSIGNED")));

    private async Task<JsonNode> Problem(HttpRequestMessage request, int status, string slug)
    {
        using (request)
        using (var answer = await service.Client.SendAsync(request))
        {
            var document = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
            Assert.Equal(($"urn:meida:problem:{slug}", status), ((string)document["type"]!, (int)document["status"]!));
            Assert.Equal(request.RequestUri!.AbsolutePath, (string)document["instance"]!);
            Assert.Matches("^[0-9a-f]{32}$", (string)document["traceId"]!);
            Assert.NotNull(document["title"]);
            return document;
        }
    }

    private static ByteArrayContent Text(string body, string contentType)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return content;
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
