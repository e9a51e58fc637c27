using System.Diagnostics;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Meida.Messaging.Tests;

[Collection("servers")]
public sealed class TraceTests(Servers servers)
{
    [Fact]
    public async Task One_trace_goes_from_the_write_through_two_consumers()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "MassTransit" or "test",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        await using var service = await NoteService.Start(await servers.NewDatabase(), await servers.NewVirtualHost(),
            x => { x.AddConsumer<NoteWrittenConsumer>(); x.AddConsumer<NoteEchoConsumer>(); });

        string trace;
        Guid note;
        using (var activity = source.StartActivity("book")!)
        {
            trace = activity.TraceId.ToString();
            note = await service.Write();
        }

        await service.HasEffects(2, note);
        Assert.Equal([trace, trace], await service.Do(db => db.Effects.Select(e => e.TraceId!).ToListAsync()));
    }
}
