using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Meida.Technicians.Data.Migrations
{
    /// <inheritdoc />
    public partial class WorkingTime : Migration
    {
        // What a center's tickets could be booked for so far.
        private const string EveryDay =
            """
            [{"weekday":1,"from":"08:00","to":"20:00"},{"weekday":2,"from":"08:00","to":"20:00"},{"weekday":3,"from":"08:00","to":"20:00"},
             {"weekday":4,"from":"08:00","to":"20:00"},{"weekday":5,"from":"08:00","to":"20:00"},{"weekday":6,"from":"08:00","to":"20:00"},
             {"weekday":7,"from":"08:00","to":"20:00"}]
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "center_id",
                table: "ticket_plans",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "center_version",
                table: "ticket_plans",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "start_version",
                table: "ticket_plans",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "daily_capacity",
                table: "technicians",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "home_latitude",
                table: "technicians",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "home_longitude",
                table: "technicians",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "working_hours",
                table: "technicians",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "holidays",
                table: "service_centers",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "working_hours",
                table: "service_centers",
                type: "jsonb",
                nullable: false,
                defaultValue: EveryDay);

            migrationBuilder.CreateTable(
                name: "absences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    technician_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_at = table.Column<DateTime>(type: "timestamp without time zone", nullable: false),
                    ends_at = table.Column<DateTime>(type: "timestamp without time zone", nullable: false),
                    reason = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_absences", x => x.id);
                    table.CheckConstraint("ck_absences_period", "starts_at < ends_at");
                    table.ForeignKey(
                        name: "fk_absences_technicians_technician_id",
                        column: x => x.technician_id,
                        principalTable: "technicians",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_ticket_plans_open",
                table: "ticket_plans",
                columns: new[] { "appointment_date", "center_id" },
                filter: "outcome = 'OPEN'");

            migrationBuilder.CreateIndex(
                name: "ix_absences_technician_id_starts_at",
                table: "absences",
                columns: new[] { "technician_id", "starts_at" });

            // A visit that is moved within two hours holds both places until the move is committed: only visits to different
            // tickets never meet.
            migrationBuilder.Sql(
                """
                alter table absences add constraint ex_absences_overlap exclude using gist (
                    technician_id with =, tsrange(starts_at, ends_at) with &&);
                alter table assignments drop constraint ex_assignments_overlap;
                alter table assignments add constraint ex_assignments_overlap exclude using gist (
                    technician_id with =, ticket_id with <>,
                    tsrange(appointment_date + appointment_time, appointment_date + appointment_time + interval '120 minutes') with &&)
                where (state <> 'RELEASED' and not overlaps_of_old);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                alter table assignments drop constraint ex_assignments_overlap;
                alter table assignments add constraint ex_assignments_overlap exclude using gist (
                    technician_id with =,
                    tsrange(appointment_date + appointment_time, appointment_date + appointment_time + interval '120 minutes') with &&)
                where (state <> 'RELEASED' and not overlaps_of_old);
                """);

            migrationBuilder.DropTable(
                name: "absences");

            migrationBuilder.DropIndex(
                name: "ix_ticket_plans_open",
                table: "ticket_plans");

            migrationBuilder.DropColumn(
                name: "center_id",
                table: "ticket_plans");

            migrationBuilder.DropColumn(
                name: "center_version",
                table: "ticket_plans");

            migrationBuilder.DropColumn(
                name: "start_version",
                table: "ticket_plans");

            migrationBuilder.DropColumn(
                name: "daily_capacity",
                table: "technicians");

            migrationBuilder.DropColumn(
                name: "home_latitude",
                table: "technicians");

            migrationBuilder.DropColumn(
                name: "home_longitude",
                table: "technicians");

            migrationBuilder.DropColumn(
                name: "working_hours",
                table: "technicians");

            migrationBuilder.DropColumn(
                name: "holidays",
                table: "service_centers");

            migrationBuilder.DropColumn(
                name: "working_hours",
                table: "service_centers");
        }
    }
}
