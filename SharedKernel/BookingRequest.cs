namespace Meida.SharedKernel;

/// <summary>The body of a booking, as a customer or an agent sends it.</summary>
/// <param name="CustomerName">1-50 characters.</param>
/// <param name="CustomerPhone">A mainland-China telephone number; see <see cref="PhoneNumber"/>.</param>
/// <param name="Address">5-200 characters.</param>
/// <param name="AppointmentDate"><c>YYYY-MM-DD</c>, today to 60 days ahead.</param>
/// <param name="AppointmentTime"><c>HH:mm</c>, a bookable start time.</param>
/// <param name="IssueDesc">1-2000 characters.</param>
/// <param name="CenterId">The service center, when the customer chose one.</param>
/// <param name="ProductModel">The appliance, at most 100 characters.</param>
/// <param name="SerialNumber">The appliance's serial number: 4-30 letters, digits and hyphens.</param>
public sealed record BookingRequest(
    string? CustomerName,
    string? CustomerPhone,
    string? Address,
    string? AppointmentDate,
    string? AppointmentTime,
    string? IssueDesc,
    string? CenterId = null,
    string? ProductModel = null,
    string? SerialNumber = null)
{
    /// <summary>Names no personal data: requests end up in logs and exceptions.</summary>
    public override string ToString() => nameof(BookingRequest);
}

/// <summary>A booking whose every field is right.</summary>
/// <param name="CustomerName">The name, trimmed.</param>
/// <param name="Phone">The telephone number.</param>
/// <param name="Address">The address, trimmed.</param>
/// <param name="AppointmentDate">The day at the center.</param>
/// <param name="AppointmentTime">The start of the arrival window.</param>
/// <param name="IssueDesc">The fault, trimmed.</param>
/// <param name="CenterId">The center, when one was chosen; whether it exists is the caller's to check.</param>
/// <param name="ProductModel">The appliance, when named.</param>
/// <param name="SerialNumber">Its serial number, when named.</param>
public sealed record BookingDetails(
    string CustomerName,
    PhoneNumber Phone,
    string Address,
    DateOnly AppointmentDate,
    TimeOnly AppointmentTime,
    string IssueDesc,
    Guid? CenterId,
    string? ProductModel,
    string? SerialNumber = null)
{
    /// <summary>Names no personal data.</summary>
    public override string ToString() => nameof(BookingDetails);
}

/// <summary>The rules of a booking, the same for a customer and for an agent who books for a caller.</summary>
public static class BookingRules
{
    /// <summary>Checks every field.</summary>
    /// <param name="request">What was sent.</param>
    /// <param name="clock">Decides what is past.</param>
    /// <param name="details">The booking, when no rule is broken; else null.</param>
    /// <returns>The rules broken; empty when none.</returns>
    public static IReadOnlyList<FieldError> Check(BookingRequest request, TimeProvider clock, out BookingDetails? details)
    {
        var errors = new List<FieldError?>
        {
            RequestText.CheckName("customerName", request.CustomerName, 1, 50, out var name),
            CheckPhone("customerPhone", request.CustomerPhone, out var phone),
            RequestText.Check("address", request.Address, 5, 200, multiline: true, out var address),
            RequestText.Check("issueDesc", request.IssueDesc, 1, 2000, multiline: true, out var issue),
            RequestText.CheckOptional("productModel", request.ProductModel, 100, multiline: false, out var product),
            SerialNumber.CheckOptional("serialNumber", request.SerialNumber, out var serialNumber),
        };
        errors.AddRange(AppointmentSlots.Check(request.AppointmentDate, request.AppointmentTime, clock, out var date, out var time));

        Guid? centerId = null;
        if (!string.IsNullOrWhiteSpace(request.CenterId))
        {
            if (Guid.TryParseExact(request.CenterId, "D", out var parsed))
                centerId = parsed;
            else
                errors.Add(new FieldError("centerId", "format", "Must be the id of a service center."));
        }

        FieldError[] broken = [.. errors.OfType<FieldError>()];
        details = broken.Length == 0 ? new(name, phone!, address, date, time, issue, centerId, product, serialNumber) : null;
        return broken;
    }

    /// <summary>Checks a telephone number.</summary>
    /// <param name="field">The field's name, for the error.</param>
    /// <param name="text">What was sent.</param>
    /// <param name="phone">The number, when right.</param>
    /// <returns>The rule it breaks, or null.</returns>
    public static FieldError? CheckPhone(string field, string? text, out PhoneNumber? phone)
    {
        phone = null;
        if (RequestText.Trim(text).Length == 0)
            return new FieldError(field, "required", "Required.");

        return PhoneNumber.TryParse(text, out phone)
            ? null
            : new FieldError(field, "format", "Must be a mobile number of 11 digits or a land line with area code.");
    }
}
