using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Meida.Booking.Notices;

/// <summary>
/// A mail server. Bookings carry no e-mail address, so mail goes to a bridge that passes it on to a telephone: its address is a
/// template with the number in it. The notice's id is the message's, the same at every try.
/// </summary>
internal sealed class SmtpChannel(NoticeSettings settings) : INoticeChannel
{
    public async Task Send(NoticeMessage message, CancellationToken cancel)
    {
        var server = settings.MailServer!;
        using var mail = new MimeMessage
        {
            MessageId = $"{message.Id:D}@meida",
            Subject = message.Words.TicketNo,
            Body = new TextPart("plain") { Text = message.Text },
        };
        mail.From.Add(MailboxAddress.Parse(server.From));
        mail.To.Add(MailboxAddress.Parse(server.To.Replace(SmtpSettings.Phone, message.Phone, StringComparison.Ordinal)));
        using var client = new SmtpClient();
        await client.ConnectAsync(server.Host, server.Port, server.Security switch
        {
            "none" => SecureSocketOptions.None,
            "tls" => SecureSocketOptions.SslOnConnect,
            _ => SecureSocketOptions.StartTls,
        }, cancel);
        if (server.User is { Length: > 0 } user)
            await client.AuthenticateAsync(user, server.Password ?? "", cancel);
        await client.SendAsync(mail, cancel);
        // Accepted: what the server says to a good-bye changes nothing.
        await client.DisconnectAsync(quit: false, CancellationToken.None);
    }
}
