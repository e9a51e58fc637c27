using System.Text.Json;
using Meida.ServiceDefaults.Http;

namespace Meida.Booking.Notices;

/// <summary>For Development: a line of JSON a notice, in a file a ticket, so that an erasure takes the file away.</summary>
internal sealed class FileChannel(NoticeSettings settings, TimeProvider clock) : INoticeChannel
{
    private sealed record Line(Guid Id, DateTimeOffset At, NoticeKind Kind, string To, string Text);

    public async Task Send(NoticeMessage message, CancellationToken cancel)
    {
        Directory.CreateDirectory(settings.Folder);
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(PathOf(message.TicketId), options);
        var line = JsonSerializer.SerializeToUtf8Bytes(
            new Line(message.Id, clock.GetUtcNow(), message.Kind, message.Phone, message.Text), JsonConventions.Options);
        await file.WriteAsync((byte[])[.. line, (byte)'\n'], cancel);
    }

    public void Forget(Guid ticketId)
    {
        if (Directory.Exists(settings.Folder))
            File.Delete(PathOf(ticketId));
    }

    private string PathOf(Guid ticketId) => Path.Combine(settings.Folder, $"{ticketId:D}.jsonl");
}
