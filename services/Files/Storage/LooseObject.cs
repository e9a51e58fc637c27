using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meida.Files.Storage;

/// <summary>
/// An object, with its thumbnail, that may be in the store while no image has it: written down before the object is put
/// there, struck out with the commit of its image or when the object is gone.
/// </summary>
internal sealed class LooseObject
{
    /// <summary>The object's name in the store.</summary>
    public required string Key { get; init; }

    /// <summary>When somebody last had it in hand.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>It is being deleted: no image may have it any more.</summary>
    public bool IsCondemned { get; init; }
}

internal sealed class LooseObjectConfiguration : IEntityTypeConfiguration<LooseObject>
{
    public void Configure(EntityTypeBuilder<LooseObject> loose)
    {
        loose.ToTable("loose_objects");
        loose.HasKey(x => x.Key);
        loose.Property(x => x.Key).HasMaxLength(200);
        loose.Property(x => x.IsCondemned).HasDefaultValue(false);
        loose.HasIndex(x => x.Since);
    }
}
