using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Meida.Technicians.Data;

/// <summary>Stores an enumeration as upper-case text.</summary>
internal sealed class UpperCaseConverter<TEnum>() : ValueConverter<TEnum, string>(
    value => value.ToString().ToUpperInvariant(),
    text => Enum.Parse<TEnum>(text, true))
    where TEnum : struct, Enum;
