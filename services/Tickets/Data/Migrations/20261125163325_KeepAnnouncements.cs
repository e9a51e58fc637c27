using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Meida.Tickets.Data.Migrations
{
    /// <inheritdoc />
    public partial class KeepAnnouncements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "announcement",
                table: "ticket_events",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_ticket_events_at",
                table: "ticket_events",
                column: "at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_ticket_events_at",
                table: "ticket_events");

            migrationBuilder.DropColumn(
                name: "announcement",
                table: "ticket_events");
        }
    }
}
