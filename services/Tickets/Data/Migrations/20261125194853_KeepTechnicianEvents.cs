using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Meida.Tickets.Data.Migrations
{
    /// <inheritdoc />
    public partial class KeepTechnicianEvents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "technician_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    technician_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    announcement = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_technician_events", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_technician_events_at",
                table: "technician_events",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ux_technician_events_sequence",
                table: "technician_events",
                column: "sequence",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_technician_events_version",
                table: "technician_events",
                columns: new[] { "technician_id", "version" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "technician_events");
        }
    }
}
