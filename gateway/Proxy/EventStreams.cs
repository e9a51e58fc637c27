using System.Collections.Concurrent;
using Meida.Gateway.Accounts;
using Meida.Gateway.Http;
using Meida.Gateway.SignIn;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Http;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Transforms;

namespace Meida.Gateway.Proxy;

/// <summary>Endpoint metadata: answers with an event stream, which may last for hours.</summary>
internal sealed class EventStream
{
    public static readonly EventStream Instance = new();
}

/// <summary>
/// Ends event streams with what they were opened by: a stream asks nobody again by itself, so it is looked at every two
/// seconds, and an account has only so many.
/// </summary>
internal sealed class EventStreams(
    AccountStates accounts, Sessions sessions, IOptions<AuthOptions> options, IHostApplicationLifetime host, TimeProvider clock)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, int> _open = new();

    public static Task Guard(HttpContext http, RequestDelegate next) =>
        http.GetEndpoint()?.Metadata.GetMetadata<EventStream>() is null ? next(http) : http.RequestServices.GetRequiredService<EventStreams>().Watch(http, next);

    private async Task Watch(HttpContext http, RequestDelegate next)
    {
        var (session, token) = (http.Features.Get<LiveSession>(), http.Features.Get<LiveToken>());
        if ((session?.User ?? token?.User)?.UserId() is not { } account)
        {
            // Nobody we know: the service says so.
            await next(http);
            return;
        }
        if (_open.AddOrUpdate(account, 1, (_, open) => open + 1) > options.Value.StreamsPerAccount)
        {
            Leave(account);
            http.Response.RetryAfter(Busy);
            await Problems.Create(StatusCodes.Status429TooManyRequests, "too-many-requests", "This account has too many event streams open.").ExecuteAsync(http);
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        var watching = EndWith(session, token, account, ended);
        try
        {
            http.Features.Set(new StreamEnd(ended.Token));
            await next(http);
        }
        finally
        {
            Leave(account);
            await ended.CancelAsync();
            await watching;
        }
    }

    private async Task EndWith(LiveSession? session, LiveToken? token, Guid account, CancellationTokenSource ended)
    {
        try
        {
            while (session is not null ? await sessions.GoesOn(session, ended.Token) : await GoesOn(token!, account, ended.Token))
                await Task.Delay(Pause(token), clock, ended.Token);
            await ended.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The stream has ended by itself.
        }
        catch (Exception)
        {
            // Whether it may go on cannot be told any more: who comes again is told why.
            await ended.CancelAsync();
        }
    }

    private async ValueTask<bool> GoesOn(LiveToken token, Guid account, CancellationToken ct) =>
        clock.GetUtcNow() < token.ExpiresAt && await accounts.Of(account, ct) == token.Account;

    private TimeSpan Pause(LiveToken? token) =>
        token is not null && token.ExpiresAt - clock.GetUtcNow() is var left && left < LookAgain ? (left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1)) : LookAgain;

    private void Leave(Guid account)
    {
        if (_open.AddOrUpdate(account, 0, (_, open) => open - 1) <= 0)
            _open.TryRemove(KeyValuePair.Create(account, 0));
    }
}

/// <summary>When an event stream ends.</summary>
internal sealed record StreamEnd(CancellationToken Token);

/// <summary>
/// Passes an event stream on until its <see cref="StreamEnd"/>. The proxy itself knows no end but the service's or a broken
/// connection; a client should see the stream end as streams do.
/// </summary>
internal sealed class PassedOnEvents : ResponseTransform
{
    private const int BufferSize = 8 * 1024;

    // A stream says something every 15 seconds, if only that it is there.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    public override async ValueTask ApplyAsync(ResponseTransformContext context)
    {
        var http = context.HttpContext;
        if (http.Features.Get<StreamEnd>() is not { } end || context.ProxyResponse is not { IsSuccessStatusCode: true } response)
            return;

        context.SuppressResponseBody = true;
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var silent = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        try
        {
            await Copy(await response.Content.ReadAsStreamAsync(end.Token), http.Response.Body, silent);
        }
        catch (Exception) when (end.Token.IsCancellationRequested)
        {
            // Over, and the answer ends with a last chunk as it should.
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or OperationCanceledException)
        {
            // The service broke off: the client must not take that for an end.
            http.Abort();
        }
    }

    private static async Task Copy(Stream events, Stream client, CancellationTokenSource silent)
    {
        var buffer = new byte[BufferSize];
        while (true)
        {
            silent.CancelAfter(LongestSilence);
            var read = await events.ReadAsync(buffer, silent.Token);
            if (read == 0)
                return;
            await client.WriteAsync(buffer.AsMemory(0, read), silent.Token);
            await client.FlushAsync(silent.Token);
        }
    }
}
