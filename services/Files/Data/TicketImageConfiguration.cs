using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Files.Data;

internal sealed class TicketImageConfiguration : IEntityTypeConfiguration<TicketImage>
{
    public void Configure(EntityTypeBuilder<TicketImage> image)
    {
        image.ToTable("ticket_images", table =>
        {
            table.HasCheckConstraint("ck_ticket_images_measures", "size > 0 and width > 0 and height > 0 and thumbnail_size > 0");
            table.HasCheckConstraint("ck_ticket_images_checksum", "checksum_sha256 ~ '^[0-9a-f]{64}$'");
        });
        image.HasKey(x => x.Id);
        image.Property(x => x.Id).ValueGeneratedNever();
        image.Property(x => x.TicketNo).HasMaxLength(10);
        image.Property(x => x.Type).HasMaxLength(16);
        image.Property(x => x.FilePath).HasMaxLength(200);
        image.Property(x => x.ContentType).HasMaxLength(32);
        image.Property(x => x.ChecksumSha256).HasMaxLength(64);
        image.Property(x => x.StoredSha256).HasMaxLength(64);
        image.Property(x => x.ThumbnailSha256).HasMaxLength(64);
        image.Property(x => x.UploadedBy).HasMaxLength(256);
        image.Property(x => x.UploaderRole).HasMaxLength(32);
        image.Property(x => x.ClientAddress).HasMaxLength(45);

        image.HasIndex(x => new { x.TicketId, x.ChecksumSha256, x.Type }).IsUnique();
        image.HasIndex(x => x.FilePath).IsUnique();
    }
}
