using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Meida.Booking.Data.Migrations
{
    /// <inheritdoc />
    public partial class CorrectionsAndErasure : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "details_version",
                table: "bookings",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "erased_at",
                table: "bookings",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "early_erasures",
                columns: table => new
                {
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_early_erasures", x => x.ticket_id);
                });

            migrationBuilder.CreateTable(
                name: "look_up_misses",
                columns: table => new
                {
                    ticket_no = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    locked_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_look_up_misses", x => x.ticket_no);
                });

            migrationBuilder.CreateIndex(
                name: "ix_look_up_misses_since",
                table: "look_up_misses",
                column: "since");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "early_erasures");

            migrationBuilder.DropTable(
                name: "look_up_misses");

            migrationBuilder.DropColumn(
                name: "details_version",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "erased_at",
                table: "bookings");
        }
    }
}
