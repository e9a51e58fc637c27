using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Meida.Booking.Data.Migrations
{
    /// <inheritdoc />
    public partial class OwnLinksAndProducts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "serial_number",
                table: "bookings",
                type: "character varying(30)",
                maxLength: 30,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "link_misses",
                columns: table => new
                {
                    address = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    slowed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_link_misses", x => x.address);
                });

            migrationBuilder.CreateTable(
                name: "manage_links",
                columns: table => new
                {
                    token_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_manage_links", x => x.token_hash);
                });

            migrationBuilder.CreateTable(
                name: "products",
                columns: table => new
                {
                    serial_key = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    serial_number = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    model = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    category = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    purchased_on = table.Column<DateOnly>(type: "date", nullable: true),
                    warranty_months = table.Column<int>(type: "integer", nullable: true),
                    warranty_until = table.Column<DateOnly>(type: "date", nullable: true),
                    extended_until = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_products", x => x.serial_key);
                });

            migrationBuilder.CreateTable(
                name: "slot_holds",
                columns: table => new
                {
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    center_id = table.Column<Guid>(type: "uuid", nullable: true),
                    appointment_date = table.Column<DateOnly>(type: "date", nullable: false),
                    appointment_time = table.Column<TimeOnly>(type: "time without time zone", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_slot_holds", x => x.ticket_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_link_misses_since",
                table: "link_misses",
                column: "since");

            migrationBuilder.CreateIndex(
                name: "ix_manage_links_ticket",
                table: "manage_links",
                column: "ticket_id");

            migrationBuilder.CreateIndex(
                name: "ix_products_updated",
                table: "products",
                columns: new[] { "updated_at", "serial_key" });

            migrationBuilder.CreateIndex(
                name: "ix_slot_holds_slot",
                table: "slot_holds",
                columns: new[] { "appointment_date", "appointment_time", "center_id" });
            // A product's history; an index of an expression is more than the model can say.
            migrationBuilder.Sql("create index ix_bookings_serial on bookings (upper(serial_number)) where serial_number is not null;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop index ix_bookings_serial;");
            migrationBuilder.DropTable(
                name: "link_misses");

            migrationBuilder.DropTable(
                name: "manage_links");

            migrationBuilder.DropTable(
                name: "products");

            migrationBuilder.DropTable(
                name: "slot_holds");

            migrationBuilder.DropColumn(
                name: "serial_number",
                table: "bookings");
        }
    }
}
