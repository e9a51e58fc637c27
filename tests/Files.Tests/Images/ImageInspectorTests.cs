using System.Text;
using Meida.Files.Images;
using Meida.Files.Uploads;
using Microsoft.Extensions.Configuration;
using NetVips;

namespace Meida.Files.Tests.Images;

public sealed class ImageInspectorTests
{
    private readonly ImageInspector _inspector = Inspector(Settings());

    [Theory]
    [InlineData("jpg", "image/jpeg")]
    [InlineData("png", "image/png")]
    [InlineData("webp", "image/webp")]
    public async Task A_clean_image_is_stored_byte_for_byte(string format, string contentType)
    {
        // The encoder adds metadata of its own; what has been cleaned is clean.
        var sent = (await Inspect(Pictures.Of(format))).Bytes;

        var image = await Inspect(sent);

        Assert.Equal(contentType, image.Format.ContentType);
        Assert.Equal((64, 48), (image.Width, image.Height));
        Assert.Equal(sent, image.Bytes);
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    public async Task Place_device_and_texts_are_gone_and_the_pixels_are_the_same(string format)
    {
        var sent = Pictures.Of(format, secrets: true);
        Assert.Contains(Pictures.Describe(sent).Fields, field => field.StartsWith("exif-ifd3-GPS", StringComparison.Ordinal));
        Assert.Contains(Pictures.Secret, Encoding.Latin1.GetString(sent), StringComparison.Ordinal);

        var image = await Inspect(sent);

        Assert.Equal(Pictures.Pixels(sent), Pictures.Pixels(image.Bytes));
        foreach (var bytes in new[] { image.Bytes, image.Thumbnail })
        {
            Assert.DoesNotContain(Pictures.Describe(bytes).Fields, field =>
                field.StartsWith("exif", StringComparison.Ordinal) || field.StartsWith("xmp", StringComparison.Ordinal)
                || field.StartsWith("png-comment", StringComparison.Ordinal));
            Assert.DoesNotContain(Pictures.Secret, Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
            Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("jpg", 6)]
    [InlineData("jpg", 3)]
    [InlineData("png", 8)]
    [InlineData("webp", 5)]
    public async Task The_orientation_is_the_one_thing_that_is_kept(string format, int orientation)
    {
        var sent = Pictures.Of(format, orientation: orientation, secrets: true);
        Assert.Equal(orientation, Pictures.Describe(sent).Orientation);

        var image = await Inspect(sent);

        var stored = Pictures.Describe(image.Bytes);
        Assert.Equal(orientation, stored.Orientation);
        Assert.DoesNotContain(stored.Fields, field => field.Contains("GPS", StringComparison.Ordinal));
        Assert.Equal(Pictures.Pixels(sent), Pictures.Pixels(image.Bytes));
        var turned = orientation >= 5;
        Assert.Equal(turned ? (48, 64) : (64, 48), (image.Width, image.Height));
        var thumbnail = Pictures.Describe(image.Thumbnail);
        Assert.Equal((image.Width, image.Height, 1), (thumbnail.Width, thumbnail.Height, thumbnail.Orientation));
    }

    [Theory]
    [InlineData("jpg", 1000, 500, 320, 160)]
    [InlineData("png", 400, 800, 160, 320)]
    [InlineData("webp", 320, 320, 320, 320)]
    public async Task The_thumbnail_fits_into_320_pixels(string format, int width, int height, int small, int high)
    {
        var image = await Inspect(Pictures.Of(format, width, height));

        var thumbnail = Pictures.Describe(image.Thumbnail);
        Assert.Equal((small, high), (thumbnail.Width, thumbnail.Height));
        Assert.Equal("RIFF", Encoding.ASCII.GetString(image.Thumbnail, 0, 4));
    }

    [Fact]
    public async Task Progressive_and_transparent_and_print_colour_images_are_accepted()
    {
        var progressive = Pictures.Jpeg(progressive: true);
        Assert.Equal(Pictures.Pixels(progressive), Pictures.Pixels((await Inspect(progressive)).Bytes));

        var transparent = Pictures.Png(alpha: true);
        Assert.Equal(Pictures.Pixels(transparent), Pictures.Pixels((await Inspect(transparent)).Bytes));

        using var black = Image.Black(32, 32, bands: 4);
        using var cmyk = black.Copy(interpretation: Enums.Interpretation.Cmyk);
        Assert.Equal((32, 32), ((await Inspect(cmyk.JpegsaveBuffer())).Width, 32));
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    public async Task What_follows_the_picture_is_dropped(string format)
    {
        var picture = (await Inspect(Pictures.Of(format))).Bytes;
        byte[] motionPhoto = [.. picture, 0, 0, 0, 24, .. "ftypmp42"u8, .. new byte[70_000]];

        Assert.Equal(picture, (await Inspect(motionPhoto)).Bytes);
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    public async Task A_picture_that_is_another_file_as_well_is_refused(string format)
    {
        var picture = (await Inspect(Pictures.Of(format))).Bytes;
        using var archive = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(archive, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("a.txt");

        byte[][] others = [archive.ToArray(), [0, 0, .. archive.ToArray()], "\n%PDF-1.7"u8.ToArray(), "<?php phpinfo();"u8.ToArray(), " <script>alert(1)</script>"u8.ToArray(), "MZ"u8.ToArray()];
        foreach (var other in others)
            Assert.Equal(ImageFault.Unsupported, await FaultOf([.. picture, .. other]));
    }

    [Fact]
    public async Task A_script_in_a_comment_is_dropped()
    {
        var picture = (await Inspect(Pictures.Jpeg())).Bytes;
        byte[] comment = [0xFF, 0xFE, 0, 10, .. "<script>"u8];
        byte[] polyglot = [.. picture[..2], .. comment, .. picture[2..]];
        Assert.Equal(picture, (await Inspect(polyglot)).Bytes);

        var png = (await Inspect(Pictures.Png())).Bytes;
        Assert.Equal(png, (await Inspect(Pictures.InsertChunk(png, "paYl", Encoding.ASCII.GetBytes("<script>")))).Bytes);
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    public async Task A_truncated_image_is_damaged_wherever_it_breaks_off(string format)
    {
        var whole = (await Inspect(Pictures.Of(format))).Bytes;
        foreach (var length in new[] { 16, 40, whole.Length / 3, whole.Length / 2, whole.Length - 20, whole.Length - 1 })
            Assert.Equal((length, ImageFault.Damaged), (length, await FaultOf(whole[..length])));
    }

    [Fact]
    public async Task A_truncated_jpeg_is_damaged_even_with_an_end_marker()
    {
        var whole = (await Inspect(Pictures.Jpeg())).Bytes;

        Assert.Equal(ImageFault.Damaged, await FaultOf([.. whole[..(whole.Length / 2)], 0xFF, 0xD9]));
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    public async Task An_image_with_overwritten_data_is_damaged(string format)
    {
        var bytes = (await Inspect(Pictures.Of(format, 256, 256))).Bytes;
        // Only PNG has checksums: in the others, garbage that happens to be valid code decodes.
        if (format == "webp")
            bytes.AsSpan(12, 40).Fill(0x55);
        else
            new Random(1).NextBytes(bytes.AsSpan(bytes.Length / 2, 400));

        Assert.Equal(ImageFault.Damaged, await FaultOf(bytes));
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    public async Task A_decompression_bomb_is_refused_from_its_header(string format)
    {
        var bomb = Pictures.Bomb(format, 10_000, 6_000);
        Assert.True(bomb.Length < 2_000_000);

        Assert.Equal(ImageFault.TooManyPixels, await FaultOf(bomb));
    }

    [Fact]
    public async Task A_picture_that_claims_more_pixels_than_its_bytes_can_hold_is_refused_from_its_header()
    {
        var claimed = Pictures.ClaimedWebP(4000, 4000);
        Assert.InRange(claimed.Length, 20, 60);

        Assert.Equal(ImageFault.TooManyPixels, await FaultOf(claimed));
        Assert.Null(await FaultOf(Pictures.ClaimedWebP(700, 700)));
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    public async Task Twenty_four_megapixels_are_taken_and_more_are_not(string format)
    {
        foreach (var (width, height, fault) in new[] { (5712, 4284, (ImageFault?)null), (5000, 5000, ImageFault.TooManyPixels) })
        {
            using var black = Image.Black(width, height, bands: 3);
            Assert.Equal(fault, await FaultOf(format == "jpg" ? black.JpegsaveBuffer() : black.PngsaveBuffer()));
        }
    }

    [Fact]
    public async Task A_picture_costs_by_its_pixels_and_by_how_often_they_are_gone_over()
    {
        var settings = Settings() with { MaxDecodingTime = TimeSpan.FromMilliseconds(60) };
        var inspector = Inspector(settings);
        using var picture = Image.Black(2000, 1000, bands: 3);

        await inspector.Inspect(picture.JpegsaveBuffer(), Budget(settings), CancellationToken.None);
        await inspector.Inspect(picture.PngsaveBuffer(), Budget(settings), CancellationToken.None);
        foreach (var costly in new[] { picture.JpegsaveBuffer(interlace: true), picture.PngsaveBuffer(interlace: true) })
        {
            var rejected = await Assert.ThrowsAsync<ImageRejectedException>(() => inspector.Inspect(costly, Budget(settings with { MaxDecodingTime = TimeSpan.FromMilliseconds(50) }), CancellationToken.None));
            Assert.Equal(ImageFault.TooCostly, rejected.Fault);
        }
    }

    [Theory]
    [InlineData(1300)]
    [InlineData(2048)]
    [InlineData(2999)]
    public async Task The_last_rows_of_a_large_picture_are_looked_at(int height)
    {
        foreach (var format in new[] { "jpg", "png" })
        {
            var whole = (await Inspect(Pictures.Of(format, 900, height))).Bytes;
            // The last rows are gone, and the file ends as it should. A JPEG's decoder fills up the last sixteen in silence.
            var cut = format == "jpg" ? [.. whole[..^20_000], 0xFF, 0xD9] : Pictures.WithoutLastData(whole, 400);
            Assert.Equal((format, ImageFault.Damaged), (format, await FaultOf(cut)));
        }
    }

    [Fact]
    public async Task A_jpeg_as_some_phones_write_it_is_taken()
    {
        var sent = Pictures.Jpeg();
        var scan = Pictures.Marker(sent, 0xDA);
        var header = scan + 2 + ((sent[scan + 2] << 8) | sent[scan + 3]);

        var zeros = sent.ToArray();
        zeros.AsSpan(header - 3, 3).Clear();
        byte[] strays = [.. sent[..scan], .. Enumerable.Range(1, 18).Select(i => (byte)i), .. sent[scan..]];

        foreach (var odd in new[] { zeros, strays })
            Assert.Equal(Pictures.Pixels((await Inspect(sent)).Bytes), Pictures.Pixels((await Inspect(odd)).Bytes));
    }

    [Fact]
    public async Task Bytes_behind_the_scans_of_a_progressive_jpeg_are_not_kept()
    {
        var sent = Pictures.Jpeg(progressive: true);
        byte[] more = [.. sent[..^2], .. Encoding.ASCII.GetBytes(Pictures.Secret), 0xFF, 0xD9];

        Assert.DoesNotContain(Pictures.Secret, Text((await Inspect(more)).Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Foreign_profiles_and_spare_tables_are_not_kept()
    {
        var secret = Encoding.ASCII.GetBytes(Pictures.Secret);
        byte[] profile = [.. new byte[200], .. secret];
        var jpeg = Pictures.Jpeg();
        byte[] spare = [0x03, .. Enumerable.Repeat((byte)16, 64 - secret.Length), .. secret];
        byte[] unused = [0x13, 1, .. new byte[14], (byte)secret.Length, 0, .. secret];
        var inJpeg = Pictures.InsertSegments(jpeg, (0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. profile]), (0xDB, spare), (0xC4, unused), (0xEE, [.. "Adobe"u8, 0, 100, .. secret[..4], 1]));
        var inPng = Pictures.InsertChunk(Pictures.Png(), "iCCP", [.. secret, 0, 0, .. Pictures.Packed(profile)]);
        inPng = Pictures.InsertChunk(inPng, "PLTE", [.. secret, .. secret, .. secret]);
        inPng = Pictures.InsertChunk(inPng, "gAMA", [.. secret, .. secret]);

        foreach (var (sent, plain) in new[] { (inJpeg, jpeg), (inPng, Pictures.Png()) })
        {
            Assert.Contains(Pictures.Secret, Text(sent), StringComparison.Ordinal);
            var kept = (await Inspect(sent)).Bytes;
            Assert.DoesNotContain(Pictures.Secret, Text(kept), StringComparison.Ordinal);
            Assert.DoesNotContain("iCCP", Text(kept), StringComparison.Ordinal);
            Assert.DoesNotContain("ICC_PROFILE", Text(kept), StringComparison.Ordinal);
            Assert.Equal(Pictures.Pixels(plain), Pictures.Pixels(kept));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Data_behind_the_end_of_a_png_stream_is_not_kept(bool inChunkOfItsOwn)
    {
        var picture = (await Inspect(Pictures.Png())).Bytes;
        var secret = Encoding.ASCII.GetBytes(Pictures.Secret);
        var sent = Pictures.WithDataBehind(picture, secret, inChunkOfItsOwn);
        Assert.Contains(Pictures.Secret, Text(sent), StringComparison.Ordinal);

        var kept = (await Inspect(sent)).Bytes;

        Assert.DoesNotContain(Pictures.Secret, Text(kept), StringComparison.Ordinal);
        Assert.Equal(Pictures.Pixels(picture), Pictures.Pixels(kept));
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    public async Task A_phones_wide_colours_stay_what_they_are_under_a_profile_of_ours(string format)
    {
        using var plain = Image.NewFromBuffer(Pictures.Png(64, 48));
        using var wide = plain.IccTransform("p3", inputProfile: "srgb");
        var sent = format == "jpg" ? wide.JpegsaveBuffer(profile: "p3") : format == "png" ? wide.PngsaveBuffer(profile: "p3") : wide.WebpsaveBuffer(lossless: true, profile: "p3");

        var kept = (await Inspect(sent)).Bytes;

        Assert.Equal(Pictures.Pixels(sent), Pictures.Pixels(kept));
        using var before = Image.NewFromBuffer(sent);
        using var after = Image.NewFromBuffer(kept);
        Assert.NotEqual((byte[])before.Get("icc-profile-data"), (byte[])after.Get("icc-profile-data"));
        using var seenBefore = before.IccTransform("srgb", embedded: true);
        using var seenAfter = after.IccTransform("srgb", embedded: true);
        Assert.InRange((seenBefore - seenAfter).Abs().Avg(), 0, 0.5);
        Assert.Equal(kept, (await Inspect(kept)).Bytes);
    }

    [Theory]
    [InlineData("<script>")]
    [InlineData("<SCRIPT>")]
    [InlineData("%pdf-1.7")]
    [InlineData("<?PHP ")]
    public async Task What_is_stored_is_no_other_file_whatever_its_pixels_say(string mark)
    {
        // Stored rows of a PNG are the pixels themselves.
        var sent = Pictures.PngOfBytes(Encoding.ASCII.GetBytes(mark));
        Assert.Contains(mark, Text(sent), StringComparison.Ordinal);

        var kept = (await Inspect(sent)).Bytes;

        Assert.DoesNotContain(mark, Text(kept), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Pictures.Pixels(sent), Pictures.Pixels(kept));
    }

    [Fact]
    public async Task An_archive_in_a_profile_is_not_kept()
    {
        using var archive = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(archive, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("a.txt");
        var sent = Pictures.InsertSegments(Pictures.Jpeg(), (0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. archive.ToArray()]));
        Assert.Contains("PK\u0005\u0006", Text(sent), StringComparison.Ordinal);

        Assert.DoesNotContain("PK", Text((await Inspect(sent)).Bytes)[..400], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_photograph_is_unsupported()
    {
        using var picture = Image.NewFromBuffer(Pictures.Png());
        byte[][] others =
        [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"></svg>"u8.ToArray(),
            "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray(),
            picture.GifsaveBuffer(),
            picture.TiffsaveBuffer(),
            "BM this is a bitmap"u8.ToArray(),
            "%PDF-1.7"u8.ToArray(),
            "hello"u8.ToArray(),
            [0xFF, 0xD8],
            "RIFF\u0004\0\0\0WAVE"u8.ToArray(),
            Pictures.AnimatedPng(),
            Pictures.AnimatedWebP(),
        ];

        foreach (var (other, index) in others.Select((other, index) => (other, index)))
            Assert.Equal((index, ImageFault.Unsupported), (index, await FaultOf(other)));
    }

    [Fact]
    public async Task A_kind_that_the_settings_leave_out_is_unsupported()
    {
        var settings = Settings(("ALLOWED_IMAGE_TYPES", "png"));
        var strict = Inspector(settings);

        await strict.Inspect(Pictures.Png(), Budget(settings), CancellationToken.None);
        var rejected = await Assert.ThrowsAsync<ImageRejectedException>(() => strict.Inspect(Pictures.Jpeg(), Budget(settings), CancellationToken.None));
        Assert.Equal(ImageFault.Unsupported, rejected.Fault);
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    public async Task Random_damage_never_breaks_the_inspector(string format)
    {
        var whole = Pictures.Of(format, secrets: true, orientation: 6);
        var random = new Random(20261123);
        for (var round = 0; round < 300; round++)
        {
            var bytes = whole.ToArray();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (round % 3 == 0)
                bytes = bytes[..random.Next(bytes.Length)];

            await FaultOf(bytes); // anything but a rejection fails the test
        }
    }

    [Theory]
    [InlineData("MAX_UPLOAD_MB", "0")]
    [InlineData("MAX_UPLOAD_MB", "eight")]
    [InlineData("ALLOWED_IMAGE_TYPES", "jpg,svg")]
    [InlineData("ALLOWED_IMAGE_TYPES", " , ")]
    public void A_wrong_setting_is_named(string name, string value)
    {
        var fault = Assert.Throws<InvalidOperationException>(() => Settings((name, value)));

        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
    }

    private static string Text(byte[] file) => Encoding.Latin1.GetString(file);

    private static UploadSettings Settings(params (string Name, string Value)[] settings) =>
        UploadSettings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build());

    private Task<ReceiptImage> Inspect(byte[] file) => _inspector.Inspect(file, Budget(Settings()), CancellationToken.None);

    private static ImageInspector Inspector(UploadSettings settings) => new(settings, new DecodingQueue(settings, TimeProvider.System));

    private static UploadBudget Budget(UploadSettings settings) => new("tests", settings);

    private async Task<ImageFault?> FaultOf(byte[] file)
    {
        try
        {
            await Inspect(file);
            return null;
        }
        catch (ImageRejectedException rejected)
        {
            return rejected.Fault;
        }
    }
}
