using Meida.Booking.Features;
using Meida.ServiceDefaults.Access;

namespace Meida.Booking.Notices;

/// <summary>Notices to customers: their parts and their route.</summary>
internal static class NoticeSetup
{
    public static void AddNotices(this WebApplicationBuilder builder)
    {
        // Read when the service starts, and not by its migrations, which tell nobody anything.
        builder.Services.AddSingleton(_ => NoticeSettings.Read(builder.Configuration, builder.Environment));
        builder.Services.AddSingleton<INoticeChannel>(services => services.GetRequiredService<NoticeSettings>().Channel switch
        {
            NoticeSettings.File => ActivatorUtilities.CreateInstance<FileChannel>(services),
            NoticeSettings.Sms => ActivatorUtilities.CreateInstance<SmsChannel>(services),
            NoticeSettings.Smtp => ActivatorUtilities.CreateInstance<SmtpChannel>(services),
            _ => new NoChannel(),
        });
        builder.Services.AddScoped<NoticePlan>();
        builder.Services.AddHostedService<NoticeSender>();
    }

    public static void MapNoticeEndpoints(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/tickets/{id}/notices", ListNotices.Handle).WithTags("Tickets").RequireAuthorization(Permissions.TicketsRead)
            .Described(nameof(ListNotices), "What the customer was told, or will be", 401, 403, 404, 503);
}
