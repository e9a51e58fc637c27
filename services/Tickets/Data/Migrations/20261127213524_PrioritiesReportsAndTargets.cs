using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Meida.Tickets.Data.Migrations
{
    /// <inheritdoc />
    public partial class PrioritiesReportsAndTargets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "charge_reason",
                table: "tickets",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "complete_due_at",
                table: "tickets",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "due_at",
                table: "tickets",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(9999, 12, 31, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<string>(
                name: "fault_code",
                table: "tickets",
                type: "character varying(50)",
                maxLength: 50,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "fees",
                table: "tickets",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "follow_up_of",
                table: "tickets",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "parts",
                table: "tickets",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<string>(
                name: "priority",
                table: "tickets",
                type: "character varying(8)",
                maxLength: 8,
                nullable: false,
                defaultValue: "NORMAL");

            migrationBuilder.AddColumn<string>(
                name: "resolution",
                table: "tickets",
                type: "character varying(4000)",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "total",
                table: "tickets",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "verification_code",
                table: "tickets",
                type: "character varying(6)",
                maxLength: 6,
                nullable: true,
                defaultValueSql: "lpad((('x' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 8))::bit(32)::bigint % 1000000)::text, 6, '0')");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "visit_due_at",
                table: "tickets",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "calendar",
                table: "service_centers",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "verification_tries",
                columns: table => new
                {
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_verification_tries", x => x.ticket_id);
                });

            // The targets of what is open, by the hours of a center that never said when it works: every day from 08:00 to 20:00.
            migrationBuilder.Sql(
                """
                with start as (
                    select id, greatest(appointment_date + appointment_time, created_at at time zone 'Asia/Shanghai') as at
                    from tickets where status in ('BOOKED', 'CONFIRMED', 'ASSIGNED', 'IN_PROGRESS')
                ), minutes as (
                    select id, at::date as day, greatest(0, least(720, extract(epoch from at::time) / 60 - 480)) as worked from start
                ), due as (
                    select id,
                        (day + (ceil((worked + 120) / 720) - 1)::int + time '08:00' + make_interval(mins => (worked + 120 - 720 * (ceil((worked + 120) / 720) - 1))::int))
                            at time zone 'Asia/Shanghai' as visit,
                        (day + (ceil((worked + 960) / 720) - 1)::int + time '08:00' + make_interval(mins => (worked + 960 - 720 * (ceil((worked + 960) / 720) - 1))::int))
                            at time zone 'Asia/Shanghai' as completion
                    from minutes
                )
                update tickets set visit_due_at = due.visit, complete_due_at = due.completion,
                    due_at = case when tickets.status = 'IN_PROGRESS' then due.completion else due.visit end
                from due where due.id = tickets.id;
                """);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_due",
                table: "tickets",
                columns: new[] { "due_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_follow_up_of",
                table: "tickets",
                column: "follow_up_of",
                filter: "follow_up_of is not null");

            migrationBuilder.CreateIndex(
                name: "ix_tickets_priority",
                table: "tickets",
                columns: new[] { "priority", "appointment_date", "appointment_time", "id" },
                filter: "priority <> 'NORMAL'");

            migrationBuilder.AddCheckConstraint(
                name: "ck_tickets_priority",
                table: "tickets",
                sql: "priority in ('LOW','NORMAL','HIGH','URGENT')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_tickets_total",
                table: "tickets",
                sql: "total >= 0 and status = 'COMPLETED' or total is null");

            migrationBuilder.AddForeignKey(
                name: "fk_tickets_tickets_follow_up_of",
                table: "tickets",
                column: "follow_up_of",
                principalTable: "tickets",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_tickets_tickets_follow_up_of",
                table: "tickets");

            migrationBuilder.DropTable(
                name: "verification_tries");

            migrationBuilder.DropIndex(
                name: "ix_tickets_due",
                table: "tickets");

            migrationBuilder.DropIndex(
                name: "ix_tickets_follow_up_of",
                table: "tickets");

            migrationBuilder.DropIndex(
                name: "ix_tickets_priority",
                table: "tickets");

            migrationBuilder.DropCheckConstraint(
                name: "ck_tickets_priority",
                table: "tickets");

            migrationBuilder.DropCheckConstraint(
                name: "ck_tickets_total",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "charge_reason",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "complete_due_at",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "due_at",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "fault_code",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "fees",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "follow_up_of",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "parts",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "priority",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "resolution",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "total",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "verification_code",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "visit_due_at",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "calendar",
                table: "service_centers");
        }
    }
}
