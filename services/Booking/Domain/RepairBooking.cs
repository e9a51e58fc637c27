using Meida.Contracts.Booking;

namespace Meida.Booking.Domain;

/// <summary>A customer's booking and what the customer may know of the ticket that came of it.</summary>
internal sealed class RepairBooking
{
    /// <summary>The booking's id and the ticket's.</summary>
    public Guid Id { get; private set; }

    public string TicketNo { get; private set; } = "";

    public Guid? CenterId { get; private set; }

    public DateOnly AppointmentDate { get; private set; }

    public TimeOnly AppointmentTime { get; private set; }

    public string? ProductModel { get; private set; }

    /// <summary>The appliance's serial number, as it was said.</summary>
    public string? SerialNumber { get; private set; }

    /// <summary>The phone as a keyed hash: found again by it, never read back from it.</summary>
    public string CustomerPhoneHash { get; private set; } = "";

    /// <summary>Name, phone, address and fault, encrypted.</summary>
    public string SealedDetails { get; private set; } = "";

    /// <summary>The version of the ticket from which the customer's details and the center are.</summary>
    public int DetailsVersion { get; private set; } = 1;

    /// <summary>When all that names the customer was removed.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>Whether the customer wants to be told of what happens.</summary>
    public bool NoticesWanted { get; private set; } = true;

    public TicketStatus Status { get; private set; }

    public Guid? TechnicianId { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public static RepairBooking From(BookingSubmitted booking, string customerPhoneHash) => new()
    {
        Id = booking.TicketId,
        TicketNo = booking.TicketNo,
        CenterId = booking.CenterId,
        AppointmentDate = booking.AppointmentDate,
        AppointmentTime = booking.AppointmentTime,
        ProductModel = booking.ProductModel,
        SerialNumber = booking.SerialNumber,
        CustomerPhoneHash = customerPhoneHash,
        SealedDetails = booking.SealedDetails,
        Status = TicketStatus.Booked,
        CreatedAt = booking.OccurredAt,
    };

    /// <summary>The booking as it is announced.</summary>
    /// <param name="product">What the registry knows of its serial number.</param>
    public BookingSubmitted ToMessage(Product? product = null) => new(
        Id, TicketNo, CenterId, AppointmentDate, AppointmentTime, ProductModel, SealedDetails, CreatedAt, SerialNumber, product?.ToMessage());

    public TicketProgress FirstProgress() => new()
    {
        TicketId = Id,
        Version = 1,
        Status = TicketStatus.Booked,
        AppointmentDate = AppointmentDate,
        AppointmentTime = AppointmentTime,
        At = CreatedAt,
    };

    /// <summary>Takes over what a newer version of the ticket says of the customer, the center and the appliance.</summary>
    public void Correct(int version, BookingSubmitted booking, string customerPhoneHash)
    {
        if (version <= DetailsVersion || ErasedAt is not null)
            return;

        DetailsVersion = version;
        (CenterId, ProductModel, SerialNumber) = (booking.CenterId, booking.ProductModel, booking.SerialNumber);
        (SealedDetails, CustomerPhoneHash) = (booking.SealedDetails, customerPhoneHash);
    }

    public void WantNotices(bool wanted) => NoticesWanted = wanted;

    /// <summary>Removes all that names the customer. Nobody finds the booking any more.</summary>
    public void Erase(string sealedNothing, DateTimeOffset at) =>
        (SealedDetails, CustomerPhoneHash, ErasedAt) = (sealedNothing, "", ErasedAt ?? at);

    /// <summary>Takes over the newest status, appointment and technician of everything announced so far.</summary>
    public void Follow(IEnumerable<TicketProgress> progress)
    {
        foreach (var step in progress.OrderBy(p => p.Version))
        {
            Status = step.Status ?? Status;
            AppointmentDate = step.AppointmentDate ?? AppointmentDate;
            AppointmentTime = step.AppointmentTime ?? AppointmentTime;
            // A ticket that is confirmed has nobody: not yet, or not any more.
            TechnicianId = step.Status == TicketStatus.Confirmed ? null : step.TechnicianId ?? TechnicianId;
        }
    }
}
