using Meida.EndToEnd.Running;

namespace Meida.EndToEnd.Upgrade;

/// <summary>
/// Migrations only add, so that services of the former release work on while those of the new one start; what is not
/// needed any more is taken away one release later, in a migration named here.
/// </summary>
public sealed class AdditiveMigrationTests
{
    private static readonly string[] Databases = ["gateway", "services/Booking", "services/Files", "services/Technicians", "services/Tickets"];

    /// <summary>Migrations that take away what no release in use reads.</summary>
    private static readonly string[] Cleanups = [];

    [Fact]
    public void No_migration_takes_anything_away_from_the_release_before()
    {
        foreach (var database in Databases)
        {
            var migrations = Directory.GetFiles(Path.Combine(Repository.Root, database, "Data", "Migrations"), "*_*.cs")
                .Where(file => !file.EndsWith(".Designer.cs", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
            Assert.EndsWith("_Initial.cs", migrations[0], StringComparison.Ordinal);

            foreach (var migration in migrations.Skip(1).Where(file => !Cleanups.Contains(Path.GetFileNameWithoutExtension(file))))
                Assert.Empty(MigrationRules.Breaches(File.ReadAllText(migration)));
        }
    }

    [Theory]
    [InlineData("""migrationBuilder.DropColumn(name: "address", table: "tickets");""")]
    [InlineData("""migrationBuilder.DropTable(name: "tickets");""")]
    [InlineData("""migrationBuilder.RenameColumn(name: "address", table: "tickets", newName: "place");""")]
    [InlineData("""migrationBuilder.RenameTable(name: "tickets", newName: "cases");""")]
    [InlineData("""migrationBuilder.AddColumn<string>(name: "channel", table: "tickets", type: "text", nullable: false);""")]
    [InlineData("""migrationBuilder.AlterColumn<string>(name: "model", table: "tickets", type: "text", nullable: false, oldClrType: typeof(string), oldNullable: true);""")]
    [InlineData("""migrationBuilder.AlterColumn<string>(name: "model", table: "tickets", type: "varchar(10)", nullable: true, oldClrType: typeof(string), oldType: "text", oldNullable: true);""")]
    [InlineData("""migrationBuilder.Sql("alter table tickets drop column address");""")]
    [InlineData("""migrationBuilder.Sql("alter table tickets alter column model set not null");""")]
    public void What_takes_away_is_found(string operation) => Assert.Single(MigrationRules.Breaches(Migration(operation)));

    [Theory]
    [InlineData("""migrationBuilder.AddColumn<string>(name: "channel", table: "tickets", type: "text", nullable: true);""")]
    [InlineData("""migrationBuilder.AddColumn<int>(name: "tries", table: "tickets", type: "integer", nullable: false, defaultValue: 0);""")]
    [InlineData("""migrationBuilder.AlterColumn<string>(name: "model", table: "tickets", type: "text", nullable: true, oldClrType: typeof(string), oldType: "text");""")]
    [InlineData("""migrationBuilder.CreateTable(name: "notes", columns: table => new { id = table.Column<Guid>(type: "uuid", nullable: false) });""")]
    [InlineData("""migrationBuilder.CreateIndex(name: "ix_notes", table: "notes", column: "id");""")]
    [InlineData("""migrationBuilder.DropIndex(name: "ix_notes", table: "notes");""")]
    public void What_only_adds_is_let_through(string operation) => Assert.Empty(MigrationRules.Breaches(Migration(operation)));

    // The way back may take away what the way there added.
    private static string Migration(string operation) => $$"""
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(name: "ix", table: "t", column: "c");
            {{operation}}
            migrationBuilder.CreateIndex(name: "ix2", table: "t", column: "c");
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "notes");
        }
        """;
}
