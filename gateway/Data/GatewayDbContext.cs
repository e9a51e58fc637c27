using Meida.Gateway.Accounts;
using Meida.Gateway.Keys;
using Meida.Gateway.Seed;
using Meida.Gateway.SignIn;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.Data;

/// <summary>Accounts, sessions and signing keys. Roles are code, so there is no table of them.</summary>
internal sealed class GatewayDbContext(DbContextOptions<GatewayDbContext> options) : IdentityUserContext<User, Guid>(options)
{
    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    public DbSet<DemoTicket> DemoTickets => Set<DemoTicket>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        builder.Entity<User>(user =>
        {
            user.ToTable("users");
            user.Property(u => u.DisplayName).HasMaxLength(100);
            user.HasIndex(u => u.NormalizedEmail).HasDatabaseName("ix_users_normalized_email");
            user.HasIndex(u => u.NormalizedUserName).IsUnique().HasDatabaseName("ux_users_normalized_user_name");
        });
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");

        builder.Entity<Session>(session =>
        {
            session.ToTable("sessions");
            session.HasKey(s => s.Id);
            session.Property(s => s.Id).HasMaxLength(64);
            session.Property(s => s.SecurityStamp).HasMaxLength(64);
            session.HasOne(s => s.User).WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
            session.HasIndex(s => s.ExpiresAt);
        });

        builder.Entity<SigningKey>(key =>
        {
            key.ToTable("signing_keys");
            key.HasKey(k => k.Id);
            key.Property(k => k.Id).HasMaxLength(64);
        });

        builder.Entity<DemoTicket>(ticket =>
        {
            ticket.ToTable("demo_tickets");
            ticket.HasKey(t => t.Number);
            ticket.Property(t => t.Number).ValueGeneratedNever();
        });
    }
}
