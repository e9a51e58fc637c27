using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Meida.Testing;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Meida.Messaging.Tests;

[Collection("servers")]
public sealed class PublicEventTests(Servers servers)
{
    static readonly Guid Ticket = Guid.Parse("0197a1b2-0000-7000-8000-000000000001");

    static readonly TicketNoted Event = new(
        Ticket, "TK2Z8QW7RM", 3, new DateTimeOffset(2026, 11, 24, 9, 30, 15, 250, TimeSpan.FromHours(8)), new(2026, 11, 25), new(14, 30), "amy", "油烟机 X1");

    [Fact]
    public async Task Other_systems_read_a_CloudEvent_on_one_topic_exchange()
    {
        var broker = await servers.NewVirtualHost();
        await using var service = await NoteService.Start(await servers.NewDatabase(), broker, _ => { });
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        // Declared at start already: a subscriber may bind before the first event.
        await channel.ExchangeDeclarePassiveAsync(EntityNames.PublicEvents);
        await channel.QueueDeclareAsync("ext.subscriber", durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync("ext.subscriber", EntityNames.PublicEvents, "ticket.*");

        var id = await service.Do(async db =>
        {
            var written = service.Outbox.Publish(db, Event);
            service.Outbox.Publish(db, new NoteWritten(Ticket));
            await db.SaveChangesAsync();
            return written;
        });

        var got = await Eventually.Get(() => channel.BasicGetAsync("ext.subscriber", autoAck: true));
        Assert.Equal("ticket.noted", got.RoutingKey);
        Assert.Equal("application/cloudevents+json", got.BasicProperties.ContentType);
        Assert.Equal(id.ToString(), got.BasicProperties.MessageId);
        Assert.True(got.BasicProperties.Persistent);
        using var body = JsonDocument.Parse(got.Body);
        Assert.Equal(id, body.RootElement.GetProperty("id").GetGuid());
        Assert.Equal("TK2Z8QW7RM", body.RootElement.GetProperty("subject").GetString());
        Assert.DoesNotContain("amy", Encoding.UTF8.GetString(got.Body.Span), StringComparison.Ordinal);
        await service.OutboxIsEmpty();
    }

    [Fact]
    public void The_wire_form_of_a_public_event_is_stable()
    {
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C)
            .SetParentId("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").Start();
        var written = CloudEvent.Write(Event, Guid.Parse("0197a1b2-0000-7000-8000-0000000000ff"), "ticket.noted", activity);

        Assert.Equal(
            $$$"""
            {"specversion":"1.0","id":"0197a1b2-0000-7000-8000-0000000000ff","type":"ticket.noted","source":"/meida/messaging","time":"2026-11-24T01:30:15.25Z","subject":"TK2Z8QW7RM","traceparent":"{{{activity.Id}}}","datacontenttype":"application/json","data":{"ticketId":"0197a1b2-0000-7000-8000-000000000001","ticketNo":"TK2Z8QW7RM","version":3,"occurredAt":"2026-11-24T01:30:15.25Z","appointmentDate":"2026-11-25","appointmentTime":"14:30","productModel":"油烟机 X1"}}
            """, written);
    }

    [Fact]
    public async Task A_public_event_published_by_a_scope_or_consumer_is_written_twice_too()
    {
        await using var service = await NoteService.Start(await servers.NewDatabase(), await servers.NewVirtualHost(), _ => { });

        await using var scope = service.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TestDb>();
        await scope.ServiceProvider.GetRequiredService<MassTransit.IPublishEndpoint>().Publish(Event);

        var rows = db.ChangeTracker.Entries<OutboxRow>().Select(e => e.Entity).ToList();
        Assert.Equal(["exchange:meida.events?type=topic", "exchange:meida.messaging.ticket-noted.v1"], rows.Select(r => r.Destination).Order(StringComparer.Ordinal));
        Assert.Single(rows.Select(r => r.MessageId).Distinct());
    }
}
