using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Meida.Tickets.Data;

/// <summary>Enumerations are stored as the API writes them.</summary>
internal sealed class EnumTextConverter<T>() : ValueConverter<T, string>(value => EnumText.Of(value), text => EnumText.Parse<T>(text))
    where T : struct, Enum;
