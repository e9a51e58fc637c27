using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Meida.ServiceDefaults.Tests;

public sealed class FixedFieldsTests(SmallService service) : IClassFixture<SmallService>
{
    [Theory]
    [InlineData("{\"text\":\"b\",\"id\":8}", "id")]
    [InlineData("{\"At\":null}", "at")]
    [InlineData("{\"ID\":1,\"at\":\"09:30\"}", "id", "at")]
    public async Task A_field_that_cannot_be_changed_is_refused_by_name(string body, params string[] fields)
    {
        using var answer = await Patch(body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal("urn:meida:problem:validation", (string)problem["type"]!);
        Assert.Equal(fields.Order(), problem["codes"]!.AsObject().Select(pair => pair.Key).Order());
        Assert.All(fields, field => Assert.Equal("not-changeable", (string)problem["codes"]![field]![0]!));
    }

    [Theory]
    [InlineData("{\"text\":\"b\"}")]
    [InlineData("{\"text\":\"b\",\"unheardOf\":8,\"more\":{\"id\":1}}")]
    public async Task Names_that_the_thing_does_not_have_stay_ignored(string body)
    {
        using var answer = await Patch(body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("b", (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["text"]!);
    }

    private Task<HttpResponseMessage> Patch(string body) =>
        service.Client.PatchAsync("/notes/7", new StringContent(body, Encoding.UTF8, "application/json"));
}
