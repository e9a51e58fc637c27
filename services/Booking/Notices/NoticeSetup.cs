using Meida.Booking.Features;
using Meida.ServiceDefaults.Access;

namespace Meida.Booking.Notices;

/// <summary>Notices to customers: their parts and their route.</summary>
internal static class NoticeSetup
{
    public static void AddNotices(this WebApplicationBuilder builder)
    {
        var settings = NoticeSettings.Read(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(settings);
        builder.Services.AddScoped<NoticePlan>();
        if (settings.IsOff)
            return;

        switch (settings.Channel)
        {
            case NoticeSettings.File:
                builder.Services.AddSingleton<INoticeChannel, FileChannel>();
                break;
            case NoticeSettings.Sms:
                builder.Services.AddSingleton<INoticeChannel, SmsChannel>();
                break;
            case NoticeSettings.Smtp:
                builder.Services.AddSingleton<INoticeChannel, SmtpChannel>();
                break;
        }

        builder.Services.AddHostedService<NoticeSender>();
    }

    public static void MapNoticeEndpoints(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/tickets/{id}/notices", ListNotices.Handle).WithTags("Tickets").RequireAuthorization(Permissions.TicketsRead)
            .Described(nameof(ListNotices), "What the customer was told, or will be", 401, 403, 404, 503);
}
