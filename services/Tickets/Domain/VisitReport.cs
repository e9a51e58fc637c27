using Meida.SharedKernel;

namespace Meida.Tickets.Domain;

/// <summary>What was done on a visit and what it costs. All money is in fen.</summary>
/// <param name="Resolution">What was done, in words.</param>
/// <param name="FaultCode">What was wrong, by the manufacturer's table.</param>
/// <param name="Parts">What was built in.</param>
/// <param name="Fees">What the work costs beside the parts.</param>
/// <param name="ChargeReason">Why a covered repair is charged all the same; null when it is not.</param>
internal sealed record VisitReport(string? Resolution, string? FaultCode, IReadOnlyList<ReportPart> Parts, ReportFees? Fees, string? ChargeReason)
{
    public static readonly VisitReport Empty = new(null, null, [], null, null);

    /// <summary>What the customer pays: nothing for what a warranty covers, unless it is said why.</summary>
    public long TotalFor(Coverage coverage) =>
        coverage is Coverage.InWarranty or Coverage.Extended && ChargeReason is null
            ? 0
            : Parts.Sum(part => part.Quantity * part.UnitPrice) + (Fees?.Labour ?? 0) + (Fees?.Travel ?? 0);

    /// <summary>Names no personal data.</summary>
    public override string ToString() => FaultCode ?? nameof(VisitReport);
}

/// <summary>A part that was built in.</summary>
/// <param name="Code">Its number.</param>
/// <param name="Name">What it is.</param>
/// <param name="Quantity">How many.</param>
/// <param name="UnitPrice">The price of one, in fen.</param>
/// <param name="OldPartReturned">Whether the old one goes back; null when nobody said.</param>
internal sealed record ReportPart(string Code, string Name, int Quantity, long UnitPrice, bool? OldPartReturned);

/// <summary>What the work costs beside the parts, in fen.</summary>
/// <param name="Labour">For the work.</param>
/// <param name="Travel">For the way.</param>
internal sealed record ReportFees(long Labour, long Travel);
