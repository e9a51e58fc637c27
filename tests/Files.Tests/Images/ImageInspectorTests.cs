using System.Text;
using Meida.Files.Images;
using Meida.Files.Uploads;
using Microsoft.Extensions.Configuration;
using NetVips;

namespace Meida.Files.Tests.Images;

public sealed class ImageInspectorTests : IDisposable
{
    private readonly ImageInspector _inspector = new(Settings());

    public void Dispose() => _inspector.Dispose();

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
        using var strict = new ImageInspector(Settings(("ALLOWED_IMAGE_TYPES", "png")));

        await strict.Inspect(Pictures.Png(), CancellationToken.None);
        var rejected = await Assert.ThrowsAsync<ImageRejectedException>(() => strict.Inspect(Pictures.Jpeg(), CancellationToken.None));
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

    private static UploadSettings Settings(params (string Name, string Value)[] settings) =>
        UploadSettings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build());

    private Task<ReceiptImage> Inspect(byte[] file) => _inspector.Inspect(file, CancellationToken.None);

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
