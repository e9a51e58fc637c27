using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Meida.Tickets.Domain;

namespace Meida.Tickets.Visits;

/// <summary>What was done. Everything may be left out.</summary>
/// <param name="Resolution">In words, at most 2000 characters.</param>
/// <param name="FaultCode">By the manufacturer's table, at most 50 characters.</param>
/// <param name="Parts">What was built in, at most 50 lines.</param>
/// <param name="Fees">What the work costs beside the parts.</param>
/// <param name="ChargeReason">Why a repair under warranty is charged; without one it costs nothing.</param>
/// <param name="VerificationCode">The six digits on the customer's page.</param>
internal sealed record CompletionRequest(
    string? Resolution = null, string? FaultCode = null, IReadOnlyList<CompletionPart?>? Parts = null, CompletionFees? Fees = null,
    string? ChargeReason = null, string? VerificationCode = null)
{
    private const int MostParts = 50;
    private const int MostPieces = 1000;
    private const long HighestPrice = 100_000_000;

    /// <summary>Names no personal data.</summary>
    public override string ToString() => nameof(CompletionRequest);

    /// <exception cref="ProblemException">400: a field breaks its rule.</exception>
    public VisitReport Read(VisitRules rules)
    {
        var errors = new FieldErrors();
        errors.Add(RequestText.CheckOptional("resolution", Resolution, 2000, multiline: true, out var resolution));
        errors.Add(RequestText.CheckOptional("faultCode", FaultCode, 50, multiline: false, out var faultCode));
        errors.Add(RequestText.CheckOptional("chargeReason", ChargeReason, 500, multiline: true, out var chargeReason));
        if (faultCode is not null && rules.FaultCodes.Length > 0 && !rules.FaultCodes.Contains(faultCode, StringComparer.Ordinal))
            errors.Add("faultCode", "unknown", "Is not in the table of faults.");
        if (Parts?.Count > MostParts)
            errors.Add("parts", "length", $"Must be at most {MostParts} lines.");

        var parts = (Parts ?? []).Take(MostParts).Select((part, i) => ReadPart(part, $"parts[{i}]", errors)).ToList();
        var fees = Fees is null ? null : new ReportFees(Money("fees.labour", Fees.Labour ?? 0, errors), Money("fees.travel", Fees.Travel ?? 0, errors));
        return errors.Any ? throw errors.ToException() : new(resolution, faultCode, parts, fees, chargeReason);
    }

    private static ReportPart ReadPart(CompletionPart? part, string at, FieldErrors errors)
    {
        errors.Add(RequestText.Check($"{at}.code", part?.Code, 1, 50, multiline: false, out var code));
        errors.Add(RequestText.Check($"{at}.name", part?.Name, 1, 100, multiline: false, out var name));
        if (part?.Quantity is null)
            errors.Add($"{at}.quantity", "required", "Required.");
        else if (part.Quantity is < 1 or > MostPieces)
            errors.Add($"{at}.quantity", "range", $"Must be a whole number from 1 to {MostPieces}.");
        if (part?.UnitPrice is null)
            errors.Add($"{at}.unitPrice", "required", "Required, in fen.");
        return new(code, name, part?.Quantity ?? 0, Money($"{at}.unitPrice", part?.UnitPrice ?? 0, errors), part?.OldPartReturned);
    }

    private static long Money(string field, long fen, FieldErrors errors)
    {
        if (fen is < 0 or > HighestPrice)
            errors.Add(field, "range", $"Must be a whole number of fen from 0 to {HighestPrice}.");
        return fen;
    }
}

/// <summary>A part that was built in.</summary>
/// <param name="Code">Its number, 1-50 characters.</param>
/// <param name="Name">What it is, 1-100 characters.</param>
/// <param name="Quantity">1-1000.</param>
/// <param name="UnitPrice">The price of one, in fen.</param>
/// <param name="OldPartReturned">Whether the old one goes back.</param>
internal sealed record CompletionPart(string? Code, string? Name, int? Quantity, long? UnitPrice, bool? OldPartReturned);

/// <summary>What the work costs beside the parts, in fen; 0 when left out.</summary>
/// <param name="Labour">For the work.</param>
/// <param name="Travel">For the way.</param>
internal sealed record CompletionFees(long? Labour, long? Travel);
