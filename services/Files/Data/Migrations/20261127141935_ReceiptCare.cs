using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Meida.Files.Data.Migrations
{
    /// <inheritdoc />
    public partial class ReceiptCare : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_ticket_images_ticket_id_checksum_sha256",
                table: "ticket_images");

            migrationBuilder.AddColumn<string>(
                name: "client_address",
                table: "ticket_images",
                type: "character varying(45)",
                maxLength: 45,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "uploaded_by_id",
                table: "ticket_images",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "audit_logs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor_user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    actor_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    actor_role = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    action = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: true),
                    ticket_no = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    client_address = table.Column<string>(type: "character varying(45)", maxLength: 45, nullable: true),
                    result = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    details_json = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_logs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "loose_objects",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    is_condemned = table.Column<bool>(type: "boolean", nullable: false, defaultValue: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_loose_objects", x => x.key);
                });

            migrationBuilder.CreateIndex(
                name: "ix_ticket_images_ticket_id_checksum_sha256_type",
                table: "ticket_images",
                columns: new[] { "ticket_id", "checksum_sha256", "type" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_logs_actor",
                table: "audit_logs",
                columns: new[] { "actor_name", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_logs_at",
                table: "audit_logs",
                columns: new[] { "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_logs_ticket",
                table: "audit_logs",
                columns: new[] { "ticket_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_loose_objects_since",
                table: "loose_objects",
                column: "since");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_logs");

            migrationBuilder.DropTable(
                name: "loose_objects");

            migrationBuilder.DropIndex(
                name: "ix_ticket_images_ticket_id_checksum_sha256_type",
                table: "ticket_images");

            migrationBuilder.DropColumn(
                name: "client_address",
                table: "ticket_images");

            migrationBuilder.DropColumn(
                name: "uploaded_by_id",
                table: "ticket_images");

            migrationBuilder.CreateIndex(
                name: "ix_ticket_images_ticket_id_checksum_sha256",
                table: "ticket_images",
                columns: new[] { "ticket_id", "checksum_sha256" },
                unique: true);
        }
    }
}
