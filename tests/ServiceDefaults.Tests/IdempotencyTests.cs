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

    [Theory]
    [InlineData(null)]
    [InlineData("lost")]
    public async Task A_command_whose_commit_was_not_acknowledged_acts_once_and_answers_as_the_first(string? key)
    {
        var before = await service.Count();
        service.Acknowledgements.LoseNext();

        using var answer = await Post("{\"text\":\"once\"}", key);

        Assert.Equal((HttpStatusCode.Created, false), (answer.StatusCode, answer.Headers.Contains("Idempotency-Replayed")));
        Assert.Equal((false, before + 1), (service.Acknowledgements.IsNextLost, await service.Count()));
    }

    [Theory]
    [InlineData("{\"text\":\"a\",\"more\":{\"a\":1,\"a\":2}}", "twice")]
    [InlineData("{\"text\":\"a\",\"more\":\"\\ud800\"}", "half")]
    public async Task A_body_that_cannot_be_put_in_order_is_compared_letter_by_letter(string body, string key)
    {
        using var first = await Post(body, key);
        using var again = await Post(body, key);
        using var other = await Post(body + " ", key);

        Assert.Equal(
            (HttpStatusCode.Created, HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity), (first.StatusCode, again.StatusCode, other.StatusCode));
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
    }

    [Fact]
    public async Task An_address_of_any_length_may_have_a_key()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/notes/" + new string('x', 4000));
        request.Headers.Add("Idempotency-Key", "long");
        using var answer = await service.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_secret_answer_is_given_anew_and_stored_nowhere()
    {
        var texts = new List<string>();
        foreach (var replayed in (bool[])[false, true])
        {
            using var answer = await Post("{\"text\":\"a\"}", "secret", "/notes/secret");
            Assert.Equal((HttpStatusCode.OK, replayed), (answer.StatusCode, answer.Headers.Contains("Idempotency-Replayed")));
            texts.Add(await answer.Content.ReadAsStringAsync());
        }

        Assert.NotEqual(texts[0], texts[1]);
        Assert.Null(Assert.Single(await service.KeptBodies("secret")));
        using var other = await Post("{\"text\":\"b\"}", "secret", "/notes/secret");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
    }

    private async Task<HttpResponseMessage> Post(string body, string? key, string path = "/notes")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await service.Client.SendAsync(request);
    }
}
