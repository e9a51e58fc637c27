using Meida.Booking.Domain;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Meida.Booking.Data;

/// <summary>Stores a status as the HTTP API writes it: <c>IN_PROGRESS</c>.</summary>
internal sealed class TicketStatusConverter() : ValueConverter<TicketStatus, string>(
    status => EnumText.Of(status), text => EnumText.Parse<TicketStatus>(text));
