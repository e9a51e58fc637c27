using System.Security.Cryptography;
using Meida.SharedKernel;

namespace Meida.Tickets.Domain;

/// <summary>What a ticket is opened with.</summary>
internal sealed record TicketOpening(
    Guid Id, string Number, string CustomerName, string PhoneHash, string PhoneMasked, string PhoneEncrypted, string Address,
    string IssueDesc, Guid? CenterId, string? ProductModel, DateOnly AppointmentDate, TimeOnly AppointmentTime,
    string? SerialNumber = null, TicketProduct? Product = null, Guid? FollowUpOf = null)
{
    /// <summary>Names no personal data.</summary>
    public override string ToString() => Number;
}

/// <summary>
/// What an edit changes; null leaves a field as it is, an empty product model or serial number and <see cref="Guid.Empty"/> as the center remove it.
/// </summary>
internal sealed record TicketEdit(
    string? CustomerName, TicketPhone? Phone, string? Address, Guid? CenterId, string? IssueDesc, string? ProductModel,
    string? SerialNumber = null, TicketProduct? Product = null)
{
    /// <summary>Names no personal data.</summary>
    public override string ToString() => nameof(TicketEdit);
}

/// <summary>A customer's telephone in the three forms that are stored.</summary>
internal sealed record TicketPhone(string Hash, string Masked, string Encrypted)
{
    /// <summary>The form that may be shown.</summary>
    public override string ToString() => Masked;
}

/// <summary>What the registry said of the product, in which version of it.</summary>
internal sealed record TicketProduct(int Version, string Model, Warranty Warranty);

/// <summary>A repair from booking to receipt. All its rules are here and in <see cref="TicketTransitions"/>.</summary>
internal sealed class Ticket
{
    /// <summary>After every target: a list by targets ends with the tickets that have none.</summary>
    public static readonly DateTimeOffset NeverDue = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private readonly List<TicketEvent> _events = [];
    private DateTimeOffset _lastIdAt;

    private Ticket()
    {
    }

    public Guid Id { get; private init; }

    public string TicketNo { get; private init; } = "";

    public TicketStatus Status { get; private set; }

    /// <summary>Grows by one a change, and is what the database checks when two changes meet.</summary>
    public int Version { get; private set; }

    public string CustomerName { get; private set; } = "";

    public string CustomerPhoneHash { get; private set; } = "";

    public string CustomerPhoneMasked { get; private set; } = "";

    public string CustomerPhoneEncrypted { get; private set; } = "";

    public string Address { get; private set; } = "";

    public string IssueDesc { get; private set; } = "";

    public Guid? CenterId { get; private set; }

    public string? ProductModel { get; private set; }

    /// <summary>The appliance's serial number, as it was said.</summary>
    public string? SerialNumber { get; private set; }

    /// <summary>The version of the product from which the warranty is; 0 when the registry does not know it.</summary>
    public int ProductVersion { get; private set; }

    public DateOnly? WarrantyUntil { get; private set; }

    public DateOnly? ExtendedUntil { get; private set; }

    /// <summary>Whether the repair is covered, as of the day of the appointment.</summary>
    public Coverage Coverage { get; private set; }

    public DateOnly AppointmentDate { get; private set; }

    public TimeOnly AppointmentTime { get; private set; }

    public Guid? TechnicianId { get; private set; }

    /// <summary>The assignment that is in force; the technician's reservation has the same id.</summary>
    public Guid? AssignmentId { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset UpdatedAt { get; private set; }

    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>When it first had a technician.</summary>
    public DateTimeOffset? AssignedAt { get; private set; }

    public DateTimeOffset? CompletedAt { get; private set; }

    public string? CanceledReason { get; private set; }

    /// <summary>When the customer last asked where everybody is.</summary>
    public DateTimeOffset? UrgedAt { get; private set; }

    /// <summary>1-5, what the customer thought of the work.</summary>
    public int? RatingScore { get; private set; }

    public string? RatingComment { get; private set; }

    public DateTimeOffset? RatedAt { get; private set; }

    public TicketPriority Priority { get; private set; } = TicketPriority.Normal;

    /// <summary>The ticket whose work this one goes on with.</summary>
    public Guid? FollowUpOf { get; private init; }

    /// <summary>By when somebody is to be there.</summary>
    public DateTimeOffset? VisitDueAt { get; private set; }

    /// <summary>By when the work is to be done.</summary>
    public DateTimeOffset? CompleteDueAt { get; private set; }

    /// <summary>The target that comes next; <see cref="NeverDue"/> when the ticket has ended.</summary>
    public DateTimeOffset DueAt { get; private set; } = NeverDue;

    /// <summary>What the customer says at the door, so that the visit is proven: six digits.</summary>
    public string? VerificationCode { get; private init; }

    public string? Resolution { get; private set; }

    public string? FaultCode { get; private set; }

    public IReadOnlyList<ReportPart> Parts { get; private set; } = [];

    public ReportFees? Fees { get; private set; }

    public string? ChargeReason { get; private set; }

    /// <summary>What the customer pays, in fen; null until the work is done.</summary>
    public long? Total { get; private set; }

    /// <summary>When all that names the customer was removed.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>All that is searched, without difference of case and width; the database computes it.</summary>
    public string Searched { get; private set; } = "";

    /// <summary>The events of this unit of work; the history is read from its table.</summary>
    public IReadOnlyList<TicketEvent> Events => _events;

    public static Ticket Book(TicketOpening opening, ActorInfo by, DateTimeOffset at)
    {
        var ticket = new Ticket
        {
            Id = opening.Id,
            TicketNo = opening.Number,
            Status = TicketStatus.Booked,
            Version = 1,
            CustomerName = opening.CustomerName,
            CustomerPhoneHash = opening.PhoneHash,
            CustomerPhoneMasked = opening.PhoneMasked,
            CustomerPhoneEncrypted = opening.PhoneEncrypted,
            Address = opening.Address,
            IssueDesc = opening.IssueDesc,
            CenterId = opening.CenterId,
            ProductModel = opening.ProductModel ?? opening.Product?.Model,
            SerialNumber = opening.SerialNumber,
            AppointmentDate = opening.AppointmentDate,
            AppointmentTime = opening.AppointmentTime,
            FollowUpOf = opening.FollowUpOf,
            VerificationCode = RandomNumberGenerator.GetString("0123456789", 6),
            CreatedAt = at,
            UpdatedAt = at,
        };
        ticket.Cover(opening.Product);
        ticket.Record(TicketAction.Booked, null, by, at, new { opening.AppointmentDate, opening.AppointmentTime, opening.FollowUpOf });
        return ticket;
    }

    public void Confirm(ActorInfo by, DateTimeOffset at)
    {
        Change(TicketCommand.Confirm, TicketAction.Confirmed, by, at);
        ConfirmedAt = at;
    }

    /// <summary>Moves the appointment; an assigned technician keeps the ticket. The slot it has already is no change.</summary>
    public void Reschedule(DateOnly date, TimeOnly time, ActorInfo by, DateTimeOffset at)
    {
        Require(TicketCommand.Reschedule);
        if ((AppointmentDate, AppointmentTime) == (date, time))
            return;

        var details = new { AppointmentDate = new { From = AppointmentDate, To = date }, AppointmentTime = new { From = AppointmentTime, To = time } };
        (AppointmentDate, AppointmentTime) = (date, time);
        Coverage = new Warranty(WarrantyUntil, ExtendedUntil).On(AppointmentDate);
        Change(TicketCommand.Reschedule, TicketAction.Rescheduled, by, at, details);
    }

    /// <summary>Corrects what was written down. An edit that changes nothing is no event.</summary>
    public void Edit(TicketEdit edit, ActorInfo by, DateTimeOffset at)
    {
        Require(TicketCommand.Edit);
        var changed = new List<string>();
        CustomerName = Changed(nameof(CustomerName), CustomerName, edit.CustomerName)!;
        Address = Changed(nameof(Address), Address, edit.Address)!;
        IssueDesc = Changed(nameof(IssueDesc), IssueDesc, edit.IssueDesc)!;
        CenterId = Changed(nameof(CenterId), CenterId?.ToString(), edit.CenterId is { } id ? Text(id) : null) is { Length: > 0 } center ? Guid.Parse(center) : null;
        if (edit.Phone is { } phone && phone.Hash != CustomerPhoneHash)
        {
            (CustomerPhoneHash, CustomerPhoneMasked, CustomerPhoneEncrypted) = (phone.Hash, phone.Masked, phone.Encrypted);
            changed.Add("customerPhone");
        }

        ProductModel = Changed(nameof(ProductModel), ProductModel, edit.ProductModel) is { Length: > 0 } product ? product : null;
        if (Changed(nameof(SerialNumber), SerialNumber, edit.SerialNumber) != SerialNumber)
        {
            SerialNumber = edit.SerialNumber is { Length: > 0 } serial ? serial : null;
            Cover(edit.Product);
            ProductModel ??= edit.Product?.Model;
        }

        if (changed.Count > 0)
            Change(TicketCommand.Edit, TicketAction.Edited, by, at, new { Fields = changed });

        static string Text(Guid center) => center == Guid.Empty ? "" : center.ToString();

        string? Changed(string field, string? before, string? after)
        {
            if (after is null || after == (before ?? ""))
                return before;
            changed.Add(char.ToLowerInvariant(field[0]) + field[1..]);
            return after;
        }
    }

    /// <summary>Takes over what a newer version of the product says of its warranty.</summary>
    public void Correct(TicketProduct product, ActorInfo by, DateTimeOffset at)
    {
        Require(TicketCommand.Edit);
        if (product.Version <= ProductVersion)
            return;

        var before = Coverage;
        Cover(product);
        ProductModel ??= product.Model;
        if (Coverage != before)
            Change(TicketCommand.Edit, TicketAction.Edited, by, at, new { Fields = (string[])["coverage"] });
    }

    /// <summary>Gives the ticket to a technician whose slot is reserved under <paramref name="assignmentId"/>.</summary>
    public void Assign(Guid technicianId, Guid assignmentId, object? explanation, ActorInfo by, DateTimeOffset at)
    {
        Require(TicketCommand.Assign);
        var facts = new AssignmentFacts(assignmentId, TechnicianId, AssignmentId);
        var action = TechnicianId is null ? TicketAction.Assigned : TicketAction.Reassigned;
        (TechnicianId, AssignmentId) = (technicianId, assignmentId);
        Change(TicketCommand.Assign, action, by, at, explanation, facts);
        AssignedAt ??= at;
    }

    /// <summary>Takes the ticket from its technician; it waits for another.</summary>
    public void Return(string reason, string? technicianName, ActorInfo by, DateTimeOffset at)
    {
        Require(TicketCommand.Return);
        var (technician, assignment) = (TechnicianId!.Value, AssignmentId!.Value);
        (TechnicianId, AssignmentId) = (null, null);
        var details = new { Reason = reason, FormerTechnicianId = technician, FormerTechnicianName = technicianName, AssignmentId = assignment };
        Change(TicketCommand.Return, TicketAction.Returned, by, at, details, new(assignment, technician, assignment));
    }

    /// <summary>Removes all that names the customer; numbers, dates and states stay. Once is enough.</summary>
    public void Erase(ActorInfo by, DateTimeOffset at)
    {
        if (ErasedAt is not null)
            return;

        (CustomerName, CustomerPhoneHash, CustomerPhoneMasked, CustomerPhoneEncrypted, Address, IssueDesc) = ("", "", "", "", "", "");
        CanceledReason = CanceledReason is null ? null : "";
        (RatingComment, Resolution, ChargeReason) = (null, null, null);
        ErasedAt = at;
        Change(TicketCommand.Erase, TicketAction.Erased, by, at);
    }

    public void Start(ActorInfo by, DateTimeOffset at) => Change(TicketCommand.Start, TicketAction.Started, by, at);

    /// <summary>Completes the work. That a receipt is there is for the caller to know: Files keeps the receipts.</summary>
    public void Complete(VisitReport report, bool isVerified, ActorInfo by, DateTimeOffset at)
    {
        var total = report.TotalFor(Coverage);
        Change(TicketCommand.Complete, TicketAction.Completed, by, at, new { report.FaultCode, Total = total, Verified = isVerified ? true : (bool?)null });
        (Resolution, FaultCode, Parts, Fees, ChargeReason) = (report.Resolution, report.FaultCode, report.Parts, report.Fees, report.ChargeReason);
        (Total, CompletedAt) = (total, at);
    }

    /// <summary>Says how much it presses; what it says already is no change.</summary>
    public void Prioritize(TicketPriority priority, ActorInfo by, DateTimeOffset at)
    {
        Require(TicketCommand.Prioritize);
        if (priority == Priority)
            return;

        var details = new { From = Priority, To = priority };
        Priority = priority;
        Change(TicketCommand.Prioritize, TicketAction.PriorityChanged, by, at, details);
    }

    /// <summary>Sets the targets; no event, for they follow from the ticket and its center's calendar.</summary>
    public void Due(DateTimeOffset? visit, DateTimeOffset? completion)
    {
        (VisitDueAt, CompleteDueAt) = (visit, completion);
        DueAt = Status switch
        {
            TicketStatus.Booked or TicketStatus.Confirmed or TicketStatus.Assigned => (visit < completion ? visit : completion) ?? visit,
            TicketStatus.InProgress => completion,
            _ => null,
        } ?? NeverDue;
    }

    public void Cancel(string reason, ActorInfo by, DateTimeOffset at)
    {
        Change(TicketCommand.Cancel, TicketAction.Canceled, by, at, new { Reason = reason });
        CanceledReason = reason;
    }

    /// <summary>The customer asks for it to go faster.</summary>
    public void Urge(ActorInfo by, DateTimeOffset at)
    {
        Change(TicketCommand.Urge, TicketAction.Urged, by, at);
        UrgedAt = at;
    }

    /// <summary>The customer says how it was. The comment stays out of the history: it is free text.</summary>
    public void Rate(int score, string? comment, ActorInfo by, DateTimeOffset at)
    {
        Change(TicketCommand.Rate, TicketAction.Rated, by, at, new { Score = score });
        (RatingScore, RatingComment, RatedAt) = (score, comment, at);
    }

    /// <summary>A receipt came in: an event, no change of the ticket.</summary>
    public void RecordReceipt(TicketImage image, ActorInfo by) =>
        Record(TicketAction.ReceiptUploaded, Status, by, image.UploadedAt, new { ImageId = image.Id, image.Type, image.ChecksumSha256 }, receipt: image);

    /// <summary>A receipt was deleted: an event, no change of the ticket.</summary>
    public void RecordReceiptRemoved(ReceiptRemoval removal, ActorInfo by, DateTimeOffset at) =>
        Record(TicketAction.ReceiptRemoved, Status, by, at, new { removal.ImageId, removal.Type }, removal: removal);

    /// <summary>Somebody wrote something down for colleagues: an event, no change of the ticket.</summary>
    public void Note(string text, ActorInfo by, DateTimeOffset at) => Record(TicketAction.Noted, Status, by, at, new { Text = text });

    /// <summary>Somebody saw the customer's number: an event, no change of the ticket.</summary>
    public void RecordPhoneRevealed(ActorInfo by, DateTimeOffset at) => Record(TicketAction.PhoneRevealed, Status, by, at);

    /// <summary>No technician was found: an event, no change of the ticket.</summary>
    public void RecordAssignmentFailed(Guid assignmentId, string reason, string? refusedFor, ActorInfo by, DateTimeOffset at) => Record(
        TicketAction.AssignmentFailed, Status, by, at, new { AssignmentId = assignmentId, Reason = reason, RefusedFor = refusedFor },
        new(assignmentId, Reason: reason));

    /// <summary>Refuses a command before any work is done for it.</summary>
    /// <exception cref="TransitionNotAllowedException">The status does not allow it.</exception>
    public TicketStatus Require(TicketCommand command) =>
        TicketTransitions.Next(Status, command) ?? throw new TransitionNotAllowedException(Status, command);

    private void Cover(TicketProduct? product)
    {
        (ProductVersion, WarrantyUntil, ExtendedUntil) = (product?.Version ?? 0, product?.Warranty.Until, product?.Warranty.ExtendedUntil);
        Coverage = new Warranty(WarrantyUntil, ExtendedUntil).On(AppointmentDate);
    }

    // Version is bumped here and nowhere else: one change, one event, one version.
    private void Change(
        TicketCommand command, TicketAction action, ActorInfo by, DateTimeOffset at, object? details = null, AssignmentFacts? facts = null)
    {
        var from = Status;
        Status = Require(command);
        Version++;
        UpdatedAt = at;
        Record(action, from, by, at, details, facts);
    }

    private void Record(
        TicketAction action, TicketStatus? from, ActorInfo by, DateTimeOffset at, object? details = null, AssignmentFacts? facts = null,
        TicketImage? receipt = null, ReceiptRemoval? removal = null)
    {
        // Events of one unit of work are written in the order of their ids, which know no less than a millisecond.
        var next = _lastIdAt.AddMilliseconds(1);
        _lastIdAt = at > next ? at : next;
        _events.Add(new TicketEvent
        {
            Id = removal?.Id ?? Guid.CreateVersion7(_lastIdAt),
            TicketId = Id,
            Action = action,
            ActorUserId = by.UserId,
            ActorName = by.Name,
            ActorRole = by.Role,
            At = at,
            FromStatus = from,
            ToStatus = Status,
            TicketVersion = Version,
            FormerTechnicianId = facts?.FormerTechnicianId,
            DetailsJson = TicketEvent.Details(details),
            ClientAddress = by.ClientAddress,
            Assignment = facts,
            Receipt = receipt,
            Removal = removal,
        });
    }
}
