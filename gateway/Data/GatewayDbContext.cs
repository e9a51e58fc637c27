using Meida.Gateway.Accounts;
using Meida.Gateway.Keys;
using Meida.Gateway.Security;
using Meida.Gateway.Seed;
using Meida.Gateway.SignIn;
using Meida.ServiceDefaults.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Meida.Gateway.Data;

/// <summary>Accounts, sessions, signing keys and what was audited. Roles are code, so there is no table of them.</summary>
internal sealed class GatewayDbContext(DbContextOptions<GatewayDbContext> options) : IdentityUserContext<User, Guid>(options)
{
    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<SignInCounter> SignInCounters => Set<SignInCounter>();

    public DbSet<AuditEntry> AuditLogs => Set<AuditEntry>();

    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    public DbSet<DemoTicket> DemoTickets => Set<DemoTicket>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        builder.Entity<User>(user =>
        {
            user.ToTable("users");
            user.Property(u => u.DisplayName).HasMaxLength(100);
            // The default is for the release before, which knows no such column.
            user.Property(u => u.IsActive).HasDefaultValue(true).ValueGeneratedNever();
            user.Property(u => u.MustChangePassword).HasDefaultValue(false).ValueGeneratedNever();
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

        builder.Entity<SignInCounter>(counter =>
        {
            // What a crash of the server takes away is a few minutes' counts.
            counter.ToTable("sign_in_counters").IsUnlogged();
            counter.HasKey(c => c.Key);
            counter.Property(c => c.Key).HasMaxLength(40);
            counter.HasIndex(c => c.EndsAt);
        });

        builder.Entity<AuditEntry>().IsAuditLog(AuditSubject.Account, actorName: 256, actorRole: 20);

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
