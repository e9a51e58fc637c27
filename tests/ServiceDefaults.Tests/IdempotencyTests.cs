using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Meida.ServiceDefaults.Tests;

public sealed class IdempotencyTests(SmallService service) : IClassFixture<SmallService>
{
    [Fact]
    public async Task The_same_key_and_body_answers_the_same_and_does_nothing_again()
    {
        var before = await service.Count();
        using var first = await Post("{\"text\":\"a\",\"at\":\"09:30\"}", "same");
        using var again = await Post("{ \"at\": \"09:30\", \"text\": \"a\" }", "same");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, again.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal(before + 1, await service.Count());
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused()
    {
        using var first = await Post("{\"text\":\"a\"}", "other");
        using var second = await Post("{\"text\":\"b\"}", "other");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);
        Assert.EndsWith("idempotency-key-reused", (string)JsonNode.Parse(await second.Content.ReadAsStringAsync())!["type"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twenty_at_once_act_once()
    {
        var before = await service.Count();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Post("{\"text\":\"twenty\"}", "twenty")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Single(answers, answer => !answer.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(before + 1, await service.Count());
    }

    [Fact]
    public async Task A_refused_command_changes_nothing_and_leaves_its_key_free()
    {
        var before = await service.Count();
        using var refused = await Post("{\"text\":\"refused\"}", "free");
        using var accepted = await Post("{\"text\":\"accepted\"}", "free");
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Created), (refused.StatusCode, accepted.StatusCode));
        Assert.Equal(before + 1, await service.Count());
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a\tb")]
    public async Task A_key_that_is_not_visible_ASCII_is_400(string key)
    {
        using var answer = await Post("{\"text\":\"a\"}", key);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_key_of_128_characters_is_taken_and_a_longer_one_is_400()
    {
        using var longest = await Post("{\"text\":\"a\"}", new string('k', 128));
        using var longer = await Post("{\"text\":\"a\"}", new string('k', 129));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.BadRequest), (longest.StatusCode, longer.StatusCode));
    }

    private async Task<HttpResponseMessage> Post(string body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/notes") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await service.Client.SendAsync(request);
    }
}
