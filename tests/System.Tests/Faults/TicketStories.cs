using System.Net;
using Meida.EndToEnd.Running;
using Meida.Testing;

namespace Meida.EndToEnd.Faults;

/// <summary>Lives of tickets that between them make every service send and handle its messages, and how each must end.</summary>
internal sealed class TicketStories(RunningSystem system, Client admin)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Slots that nobody else books, so that every technician is free.
    private static int _slot;

    /// <summary>
    /// Of each story: the ticket; what Booking, Files and Technicians think of it; the states of its reservations. 'same'
    /// stands for appointment and technician, which must be the ticket's.
    /// </summary>
    public static IReadOnlyList<string> Endings { get; } =
    [
        "BOOKED v1 BOOKED | BOOKED same | BOOKED v1 same | ",
        "COMPLETED v6 BOOKED CONFIRMED RESCHEDULED ASSIGNED STARTED RECEIPT_UPLOADED COMPLETED | COMPLETED same | COMPLETED v6 same | COMPLETED same",
        "CANCELED v3 BOOKED CONFIRMED CANCELED | CANCELED same | CANCELED v3 same | ",
        "CANCELED v5 BOOKED CONFIRMED ASSIGNED RESCHEDULED CANCELED | CANCELED same | CANCELED v5 same | RELEASED",
        "COMPLETED v5 BOOKED CONFIRMED ASSIGNED REASSIGNED RECEIPT_UPLOADED COMPLETED | COMPLETED same | COMPLETED v5 same | RELEASED, COMPLETED same",
    ];

    /// <summary>Plays all stories at once; gives their tickets in the order of <see cref="Endings"/>.</summary>
    public Task<string[]> Play() => Task.WhenAll(Book(), Complete(), Cancel(), CancelAssigned(), Reassign());

    public async Task<IReadOnlyList<string>> Read(IEnumerable<string> tickets) =>
        await Task.WhenAll(tickets.Select(Ending));

    private async Task<string> Complete()
    {
        var id = await Confirmed();
        await Reschedule(id);
        await Assign(id, new { });
        await Command(id, "start");
        await Upload(id);
        await Command(id, "complete");
        return id;
    }

    private async Task<string> Cancel()
    {
        var id = await Confirmed();
        await Command(id, "cancel", new { reason = "客户取消" });
        return id;
    }

    private async Task<string> CancelAssigned()
    {
        var id = await Confirmed();
        await Assign(id, new { });
        await Reschedule(id);
        await Command(id, "cancel", new { reason = "客户取消" });
        return id;
    }

    private async Task<string> Reassign()
    {
        var id = await Confirmed();
        await Assign(id, new { });
        var other = await FreeBesideTheOneWhoHas(id);
        await Assign(id, new { technicianId = other }, technician: other);
        await Upload(id);
        await Command(id, "complete");
        return id;
    }

    private async Task<string> FreeBesideTheOneWhoHas(string id)
    {
        var ticket = (await admin.Get($"/api/tickets/{id}")).Is(HttpStatusCode.OK).Json;
        var (former, day) = ((string?)ticket["technicianId"], (string?)ticket["appointmentDate"]);
        var technicians = (await admin.Get("/api/technicians?active=true&pageSize=100")).Is(HttpStatusCode.OK).Json["items"]!.AsArray();
        foreach (var other in technicians.Select(technician => (string)technician!["id"]!).Where(technician => technician != former))
        {
            if ((await admin.Get($"/api/technicians/{other}/schedule?from={day}&to={day}")).Is(HttpStatusCode.OK).Json["items"]!.AsArray().Count == 0)
                return other;
        }

        throw new InvalidOperationException($"No technician is free on {day}.");
    }

    private async Task<string> Book()
    {
        using var customer = Client.Anonymous(system.Gateway);
        return (string)(await customer.Post("/api/public/booking", Samples.Booking(slot: NewSlot()))).Is(HttpStatusCode.Created).Json["ticketId"]!;
    }

    // Five a day on the last days that can be booked, where no other test's visits are in the way of a technician named here.
    private static int NewSlot()
    {
        var number = Interlocked.Increment(ref _slot);
        return (45 + number / 5 % 13) * 18 + number % 5 * 4;
    }

    private async Task<string> Confirmed()
    {
        var id = await Book();
        await Command(id, "confirm");
        return id;
    }

    private Task Reschedule(string id)
    {
        dynamic free = Samples.Booking(slot: NewSlot());
        return Command(id, "reschedule", new { free.appointmentDate, free.appointmentTime });
    }

    private async Task Assign(string id, object wish, string? technician = null)
    {
        await Insist(async () =>
        {
            var answer = await admin.Post($"/api/tickets/{id}/assign", wish);
            Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, answer.Text);
        });
        await Eventually.Is(async () =>
        {
            var ticket = (await admin.Get($"/api/tickets/{id}")).Json;
            Assert.Equal("ASSIGNED", (string?)ticket["status"]);
            Assert.Equal(technician ?? (string?)ticket["technicianId"], (string?)ticket["technicianId"]);
        }, Patience);
    }

    private Task Command(string id, string command, object? body = null) =>
        Insist(async () => (await admin.Post($"/api/tickets/{id}/{command}", body)).Is(HttpStatusCode.OK));

    private Task Upload(string id) => Insist(async () =>
        (await admin.Upload($"/api/tickets/{id}/images", ("receipt.png", Samples.Receipt(id.GetHashCode(StringComparison.Ordinal))))).Is(HttpStatusCode.Created));

    // An owner that cannot be asked in time is a 503, and nothing was done.
    private static Task Insist(Func<Task> call) => Eventually.Is(call, Patience);

    private async Task<string> Ending(string id)
    {
        var ticket = await One("tickets", $"select status || ' v' || version || '|' || {Place("technician_id")} from tickets where id = '{id}'");
        var (state, place) = (ticket.Split('|')[0], ticket.Split('|', 2)[1]);
        var technician = place.Split(' ')[^1];
        var actions = await One("tickets", $"select string_agg(action, ' ' order by sequence) from ticket_events where ticket_id = '{id}'");
        var booking = await One("booking", $"select status || '|' || {Place("technician_id")} from bookings where id = '{id}'");
        var access = await One("files", $"select status || ' v' || version || '|' || coalesce(technician_id::text, '-') from ticket_access where ticket_id = '{id}'");
        var slots = await system.Run.Rows("technicians", $"select state || '|' || {Place("technician_id")} from assignments where ticket_id = '{id}' order by assigned_at");
        return $"{state} {actions} | {Same(booking, place)} | {Same(access, technician)} | {string.Join(", ", slots.Select(slot => slot.StartsWith("RELEASED", StringComparison.Ordinal) ? "RELEASED" : Same(slot, place)))}";
    }

    private async Task<string> One(string database, string sql) => await system.Run.Rows(database, sql) is [var row] ? row : "none|";

    private static string Place(string technician) => $"appointment_date || ' ' || appointment_time || ' ' || coalesce({technician}::text, '-')";

    private static string Same(string row, string place) => row.Split('|', 2) is [var state, var where] && where == place ? $"{state} same" : row;
}
