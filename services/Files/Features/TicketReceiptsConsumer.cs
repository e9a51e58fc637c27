using MassTransit;
using Meida.Contracts.Files;
using Meida.Files.Data;
using Meida.Files.Uploads;
using Meida.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Meida.Files.Features;

/// <summary>Answers Tickets, which asks before it refuses to complete for want of a receipt.</summary>
[AnswersDirectly]
internal sealed class TicketReceiptsConsumer(FilesDbContext db) : IConsumer<GetTicketReceipts>
{
    public async Task Consume(ConsumeContext<GetTicketReceipts> context)
    {
        var images = await db.Images.AsNoTracking()
            .Where(image => image.TicketId == context.Message.TicketId)
            .OrderBy(image => image.UploadedAt).ThenBy(image => image.Id)
            .ToListAsync(context.CancellationToken);
        await context.RespondAsync(new TicketReceipts([.. images.Select(ImageIntake.Announcement)]));
    }
}
