using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Meida.Tickets.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(TicketsDbContext))]
    [Migration("20261127181000_NotifyUnannounced")]
    public partial class NotifyUnannounced : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(DatabaseCode.NotifyUnannounced);
    }
}
