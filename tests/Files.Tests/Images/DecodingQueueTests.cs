using Meida.Files.Images;
using Meida.Files.Uploads;
using Microsoft.Extensions.Time.Testing;

namespace Meida.Files.Tests.Images;

public sealed class DecodingQueueTests
{
    private static readonly UploadSettings Settings = new()
    {
        MaxUploadMegabytes = 8,
        AllowedFormats = new HashSet<ImageFormat> { ImageFormat.Jpeg },
        Decoders = 2,
        MaxWaiting = 4,
        MaxWaitingOfAccount = 3,
        MaxQueueTime = TimeSpan.FromSeconds(10),
        MaxDecodingTime = TimeSpan.FromSeconds(8),
    };

    private readonly FakeTimeProvider _clock = new();
    private readonly DecodingQueue _queue;

    public DecodingQueueTests() => _queue = new DecodingQueue(Settings, _clock);

    [Fact]
    public async Task Whose_account_has_none_under_way_comes_before_all_that_wait_for_another()
    {
        var running = await Enter("many");
        await Enter("many");
        var waiting = new[] { Enter("many"), Enter("many"), Enter("many") };
        var other = Enter("other");

        running.Dispose();

        (await other).Dispose();
        (await waiting[0]).Dispose();
        (await waiting[1]).Dispose();
        Assert.True((await waiting[2]) is not null);
    }

    [Fact]
    public async Task An_account_has_so_much_room_to_wait_and_all_together_have_more()
    {
        await Enter("many");
        await Enter("many");
        Task<IDisposable>[] waiting = [Enter("many"), Enter("many"), Enter("many")];

        await Assert.ThrowsAsync<DecodersBusyException>(() => Enter("many"));
        var other = Enter("other");
        await Assert.ThrowsAsync<DecodersBusyException>(() => Enter("third"));

        Assert.All([.. waiting, other], task => Assert.False(task.IsCompleted));
    }

    [Fact]
    public async Task Who_waited_long_enough_is_told_and_leaves_the_queue()
    {
        var running = await Enter("many");
        await Enter("many");
        var late = Enter("late");

        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(late.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<DecodersBusyException>(() => late);

        var next = Enter("next");
        running.Dispose();
        Assert.NotNull(await next);
    }

    [Fact]
    public async Task The_images_of_one_upload_share_its_patience()
    {
        var running = await Enter("many");
        await Enter("many");
        var upload = new UploadBudget("late", Settings);
        var first = _queue.Enter(upload, CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(6));
        running.Dispose();
        await first;

        var second = _queue.Enter(upload, CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<DecodersBusyException>(() => second);
    }

    [Fact]
    public async Task Who_hangs_up_leaves_the_queue()
    {
        var running = await Enter("many");
        await Enter("many");
        using var gone = new CancellationTokenSource();
        var left = _queue.Enter(new UploadBudget("gone", Settings), gone.Token);
        var next = Enter("next");

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        running.Dispose();

        Assert.NotNull(await next);
    }

    [Fact]
    public void An_upload_spends_no_more_than_its_budget()
    {
        var budget = new UploadBudget("one", Settings);
        budget.Spend(TimeSpan.FromSeconds(5));
        budget.Spend(TimeSpan.FromSeconds(3));

        Assert.Equal(ImageFault.TooCostly, Assert.Throws<ImageRejectedException>(() => budget.Spend(TimeSpan.FromMilliseconds(1))).Fault);
    }

    private Task<IDisposable> Enter(string account) => _queue.Enter(new UploadBudget(account, Settings), CancellationToken.None);
}
