using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Meida.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Meida.ServiceDefaults.Tests;

public sealed class GatewayKeysTests : IAsyncLifetime
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);

    private readonly KeyServer _gateway = new();
    private WebApplication _service = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        await _gateway.Start();
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Auth:JwksUrl"] = _gateway.Url,
        });
        builder.AddServiceDefaults();
        _service = builder.Build();
        _service.UseServiceDefaults();
        _service.MapGet("/signed-in", () => TypedResults.Ok()).RequireAuthorization();
        await _service.StartAsync();
        _client = _service.GetTestClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _service.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_key_that_is_new_is_found_without_a_restart()
    {
        var (first, second) = (new Signer("first"), new Signer("second"));
        _gateway.Publish(first);
        Assert.Equal(HttpStatusCode.OK, await Ask(first));
        _gateway.Publish(first, second);
        await Eventually.Is(async () => await Ask(second) == HttpStatusCode.OK, "The new key was not found.", TimeSpan.FromSeconds(15));
        Assert.Equal(HttpStatusCode.OK, await Ask(first));

        _gateway.Publish(second);
        await Eventually.Is(async () => await Ask(new Signer("nobody")) == HttpStatusCode.Unauthorized && await Ask(first) == HttpStatusCode.Unauthorized,
            "The withdrawn key is still good.", TimeSpan.FromSeconds(15));
        Assert.Equal(HttpStatusCode.OK, await Ask(second));
    }

    [Fact]
    public async Task Known_keys_are_good_and_nobody_waits_while_the_gateway_hangs()
    {
        var known = new Signer("known");
        _gateway.Publish(known);
        Assert.Equal(HttpStatusCode.OK, await Ask(known));

        _gateway.Hangs = true;
        var fetches = _gateway.Fetches;
        var timer = Stopwatch.StartNew();
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(new Signer("unknown")));
        await Eventually.Is(() => Task.FromResult(_gateway.Fetches > fetches), "Nobody asked for the unknown key.", TimeSpan.FromSeconds(15));
        timer.Restart();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Ask(i % 5 == 0 ? new Signer($"unknown {i}") : known)));
        Assert.Equal(40, answers.Count(answer => answer == HttpStatusCode.OK));
        Assert.Equal(10, answers.Count(answer => answer == HttpStatusCode.Unauthorized));
        Assert.True(timer.Elapsed < AtOnce, $"It took {timer.Elapsed}.");
    }

    [Fact]
    public async Task Without_any_key_a_request_is_told_to_come_back_and_none_waits_for_the_others()
    {
        var signer = new Signer("only");
        _gateway.Hangs = true;
        var timer = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Ask(signer)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer));
        Assert.True(timer.Elapsed < TimeSpan.FromSeconds(8), $"It took {timer.Elapsed}.");

        _gateway.Publish(signer);
        _gateway.Hangs = false;
        await Eventually.Is(async () => await Ask(signer) == HttpStatusCode.OK, "The gateway is back and its keys are not.", TimeSpan.FromSeconds(15));
    }

    private async Task<HttpStatusCode> Ask(Signer signer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/signed-in");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", signer.Token());
        using var answer = await _client.SendAsync(request);
        return answer.StatusCode;
    }

    private sealed class Signer(string id)
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public object Public()
        {
            var point = _key.ExportParameters(includePrivateParameters: false).Q;
            return new { kty = "EC", crv = "P-256", alg = "ES256", use = "sig", kid = id, x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) };
        }

        public string Token() => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "meida-gateway",
            Audience = "meida",
            SigningCredentials = new(new ECDsaSecurityKey(_key) { KeyId = id }, SecurityAlgorithms.EcdsaSha256),
        });
    }

    /// <summary>What the services see of a gateway: its keys, when it answers.</summary>
    private sealed class KeyServer : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private WebApplication _app = null!;
        private string _document = "";
        private int _fetches;

        public bool Hangs { get; set; }

        public int Fetches => Volatile.Read(ref _fetches);

        public string Url => _app.Urls.Single() + "/jwks";

        public async Task Start()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            _app = builder.Build();
            _app.MapGet("/jwks", (Delegate)Answer);
            await _app.StartAsync();
        }

        public void Publish(params Signer[] signers) =>
            Volatile.Write(ref _document, JsonSerializer.Serialize(new { keys = signers.Select(signer => signer.Public()) }));

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _app.DisposeAsync();
            _end.Dispose();
        }

        private async Task<IResult> Answer(HttpContext http)
        {
            Interlocked.Increment(ref _fetches);
            if (Hangs)
                await new TaskCompletionSource().Task.WaitAsync(CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _end.Token).Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return TypedResults.Text(Volatile.Read(ref _document), "application/json");
        }
    }
}
