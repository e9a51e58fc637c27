namespace Meida.Tickets.Assignment;

// Public because MassTransit declares lasting exchanges for public types only.

/// <summary>Wakes a saga whose row has just been committed.</summary>
public sealed record AssignmentRequested(Guid AssignmentId);

/// <summary>The ticket was canceled or moved while the saga was at work.</summary>
public sealed record AssignmentOvertaken(Guid AssignmentId);

/// <summary>Technicians has not answered in time.</summary>
public sealed record AssignmentTimeout(Guid AssignmentId);
