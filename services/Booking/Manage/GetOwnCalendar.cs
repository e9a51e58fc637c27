using System.Globalization;
using System.Text;
using Meida.Booking.Domain;
using Meida.Contracts.Tickets;
using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Booking.Manage;

/// <summary>
/// The appointment for the customer's calendar (RFC 5545): one event with the same UID for ever, so that the next copy moves
/// or cancels it. No name and no address: calendars are shared.
/// </summary>
internal static class GetOwnCalendar
{
    private const int LongestLine = 75;

    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> Handle(
        string token, OwnTickets tickets, HttpContext http, CancellationToken cancel)
    {
        var booking = http.OwnBooking();
        var (ticket, _) = await tickets.Look(booking, cancel);
        if (ticket is null)
            return Problems.NotFound("There is no such ticket, or its link has ended.");

        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{booking.TicketNo}.ics\"";
        return TypedResults.Content(Write(booking, ticket), "text/calendar; charset=utf-8");
    }

    internal static string Write(RepairBooking booking, CustomerTicketState ticket)
    {
        var start = AppointmentSlots.StartsAt(ticket.AppointmentDate, ticket.AppointmentTime);
        var isCanceled = ticket.Status.Equals("CANCELED", StringComparison.OrdinalIgnoreCase);
        var calendar = new StringBuilder();
        string[] lines =
        [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Meida//Booking//ZH", "CALSCALE:GREGORIAN", $"METHOD:{(isCanceled ? "CANCEL" : "PUBLISH")}",
            "BEGIN:VEVENT", $"UID:{booking.Id:D}@meida", $"SEQUENCE:{ticket.Version.ToString(CultureInfo.InvariantCulture)}",
            $"DTSTAMP:{Instant(ticket.UpdatedAt)}", $"LAST-MODIFIED:{Instant(ticket.UpdatedAt)}", $"DTSTART:{Instant(start)}",
            $"DTEND:{Instant(start + AppointmentSlots.Window)}",
            $"SUMMARY:{Escaped($"上门维修 {booking.TicketNo}{(ticket.ProductModel is { } model ? $" {model}" : "")}")}",
            $"STATUS:{(isCanceled ? "CANCELLED" : "CONFIRMED")}", "END:VEVENT", "END:VCALENDAR",
        ];
        foreach (var line in lines)
            Fold(line, calendar);
        return calendar.ToString();
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal).ReplaceLineEndings("\\n");

    // A line has at most 75 bytes, and no character is cut in two.
    private static void Fold(string line, StringBuilder calendar)
    {
        var bytes = 0;
        foreach (var character in line.EnumerateRunes())
        {
            if (bytes + character.Utf8SequenceLength > LongestLine)
            {
                calendar.Append("\r\n ");
                bytes = 1;
            }

            calendar.Append(character);
            bytes += character.Utf8SequenceLength;
        }

        calendar.Append("\r\n");
    }
}
