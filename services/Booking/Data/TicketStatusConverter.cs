using System.Text.Json;
using Meida.Booking.Domain;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Meida.Booking.Data;

/// <summary>Stores a status as the HTTP API writes it: <c>IN_PROGRESS</c>.</summary>
internal sealed class TicketStatusConverter() : ValueConverter<TicketStatus, string>(
    status => JsonNamingPolicy.SnakeCaseUpper.ConvertName(status.ToString()),
    text => Enum.Parse<TicketStatus>(text.Replace("_", "", StringComparison.Ordinal), true));
