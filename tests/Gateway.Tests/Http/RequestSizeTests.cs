namespace Meida.Gateway.Tests.Http;

public sealed class RequestSizeTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private readonly GatewayApp _app = shared.App;

    [Theory]
    [InlineData(8_000)]
    [InlineData(100_000)]
    public async Task An_overlong_query_is_414(int length)
    {
        using var client = _app.Client();

        using var response = await client.GetAsync("/api/tickets?q=" + new string('q', length));

        await GatewayApp.Problem(response, 414, "uri-too-long");
    }

    [Theory]
    [InlineData(30_000)]
    [InlineData(200_000)]
    public async Task Overlong_headers_are_431(int length)
    {
        using var client = _app.Client();

        using var response = await GatewayApp.Send(client, "GET", "/api/tickets", headers: ("X-Long", new string('h', length)));

        await GatewayApp.Problem(response, 431, "headers-too-large");
    }

    [Fact]
    public async Task Too_many_headers_are_431()
    {
        using var client = _app.Client();
        var headers = Enumerable.Range(0, 200).Select(i => ($"X-Number-{i}", "1")).ToArray();

        using var response = await GatewayApp.Send(client, "GET", "/api/tickets", headers: headers);

        await GatewayApp.Problem(response, 431, "headers-too-large");
    }

    [Theory]
    [InlineData("/api/tickets?q=%00")]
    [InlineData("/api/tickets?q=a%1Fb")]
    public async Task Control_characters_are_400(string path)
    {
        using var client = _app.Client();

        using var response = await client.GetAsync(path);

        await GatewayApp.Problem(response, 400, "validation");
    }
}
