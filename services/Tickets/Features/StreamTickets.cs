using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Meida.ServiceDefaults.Access;
using Meida.ServiceDefaults.Refusals;
using Meida.Tickets.Data;
using Meida.Tickets.Live;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Meida.Tickets.Features;

/// <summary>
/// Server-sent events, one a change. A client that comes back with <c>Last-Event-ID</c> gets what it missed first. A
/// technician gets the changes of own tickets, and is told of one that is not the own any more.
/// </summary>
internal static class StreamTickets
{
    private const int ReplaySlice = 500;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static async Task Handle(
        TicketFeed feed, IServiceScopeFactory scopes, IOptions<JsonOptions> json, IHostApplicationLifetime host, HttpContext http, CancellationToken cancel)
    {
        var last = LastEventId(http.Request);
        var reach = http.User.TechnicianScope();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel, host.ApplicationStopping);
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache, no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";

        Channel<SequencedChange>? changes = null;
        try
        {
            // First of all: what happens once the client sees the stream begin is in it.
            (changes, var position) = await feed.Join(ended.Token);
            await http.Response.WriteAsync("retry: 3000\n\n", ended.Token);
            await http.Response.Body.FlushAsync(ended.Token);
            if (last is { } seen)
                await Replay(http.Response, scopes, json.Value.SerializerOptions, seen, position, reach, ended.Token);
            await Follow(http.Response, changes.Reader, json.Value.SerializerOptions, Math.Max(position, last ?? position), reach, ended.Token);
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or we are going.
        }
        finally
        {
            if (changes is not null)
                feed.Leave(changes);
        }
    }

    private static async Task Replay(
        HttpResponse response, IServiceScopeFactory scopes, JsonSerializerOptions json, long after, long until, Guid? reach, CancellationToken cancel)
    {
        List<SequencedChange> missed;
        do
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TicketsDbContext>();
            missed = await db.ChangesAfter(after, until, reach, ReplaySlice, cancel);
            foreach (var change in missed)
                await Write(response, change, reach, json, cancel);
            after = missed.Count > 0 ? missed[^1].Sequence : after;
        }
        while (missed.Count == ReplaySlice);
    }

    private static async Task Follow(
        HttpResponse response, ChannelReader<SequencedChange> changes, JsonSerializerOptions json, long after, Guid? reach, CancellationToken cancel)
    {
        var next = changes.WaitToReadAsync(cancel).AsTask();
        while (true)
        {
            // A comment keeps proxies from taking the silence for an end.
            if (await Task.WhenAny(next, Task.Delay(Heartbeat, cancel)) != next)
            {
                await response.WriteAsync(": still here\n\n", cancel);
                await response.Body.FlushAsync(cancel);
                continue;
            }

            if (!await next)
                return;
            while (changes.TryRead(out var change))
            {
                if (change.Sequence > after)
                    await Write(response, change, reach, json, cancel);
            }

            next = changes.WaitToReadAsync(cancel).AsTask();
        }
    }

    private static async Task Write(HttpResponse response, SequencedChange change, Guid? reach, JsonSerializerOptions json, CancellationToken cancel)
    {
        if (change.For(reach) is not { } told)
            return;

        var data = JsonSerializer.Serialize(told, json);
        await response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"id: {change.Sequence}\ndata: {data}\n\n"), cancel);
        await response.Body.FlushAsync(cancel);
    }

    private static long? LastEventId(HttpRequest request)
    {
        var text = request.Headers["Last-Event-ID"].ToString();
        if (text.Length == 0)
            return null;

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new FieldErrors().Add("Last-Event-ID", "format", "Must be the id of an event of this stream.").ToException();
    }
}
