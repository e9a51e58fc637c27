using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Meida.Tickets.Data.Migrations
{
    /// <inheritdoc />
    public partial class KeepAssignmentTimes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "assigned_at",
                table: "tickets",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "confirmed_at",
                table: "tickets",
                type: "timestamp with time zone",
                nullable: true);

            // Of tickets from before: from their history.
            migrationBuilder.Sql(
                """
                update tickets t set confirmed_at = h.confirmed_at, assigned_at = h.assigned_at
                from (select ticket_id, max(at) filter (where action = 'CONFIRMED') as confirmed_at, min(at) filter (where action = 'ASSIGNED') as assigned_at
                      from ticket_events where action in ('CONFIRMED', 'ASSIGNED') group by ticket_id) h
                where h.ticket_id = t.id
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "assigned_at",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "confirmed_at",
                table: "tickets");
        }
    }
}
