using WsBroker.Actors.Kernel;

namespace WsBroker.Actors.Tests.Kernel;

/// <summary>Where messages wait.</summary>
public sealed class MailboxTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Gives_out_what_was_put_in_in_order_however_turns_take_it(ulong seed)
    {
        var random = new SplitMix(seed);
        var mailbox = default(Mailbox<string>);
        var model = new Queue<string>();
        var number = 0;
        var ringsGivenBack = 0;

        for (var turn = 0; turn < 5000; turn++)
        {
            // Now more comes than is read, now less, down to nothing
            var most = turn / 50 % 2 == 0 ? 30 : 13;
            AddSome(ref mailbox, isRead: false, most);
            var batch = mailbox.Take(1 + random.Below(40));
            // What comes during the turn, and may make the ring grow under the reader
            AddSome(ref mailbox, isRead: batch.Ring is not null, most);
            var read = random.Below(batch.Count + 1);
            read = batch.Ring is null ? batch.Count : read;
            for (var age = 0; age < read; age++)
            {
                Assert.Equal(model.Dequeue(), batch[age]);
            }

            if (batch.Ring is not null)
            {
                mailbox.Drop(read);
            }

            Assert.Equal(model.Count, mailbox.Count);
            if (mailbox.TakeEmptyRing() is { } ring)
            {
                Assert.All(ring, Assert.Null);
                Mailbox<string>.GiveBack(ring);
                ringsGivenBack++;
            }
        }

        Assert.InRange(ringsGivenBack, 10, 5000);

        void AddSome(ref Mailbox<string> mailbox, bool isRead, int most)
        {
            for (var more = random.Below(most) - 10; more > 0; more--)
            {
                var message = $"{number++}";
                mailbox.Add(message, isRead);
                model.Enqueue(message);
            }
        }
    }

    [Fact]
    public void One_message_alone_needs_no_ring()
    {
        var mailbox = default(Mailbox<string>);

        mailbox.Add("x", isRead: false);
        var batch = mailbox.Take(10);

        Assert.Null(batch.Ring);
        Assert.Equal("x", batch[0]);
        Assert.Equal(0, mailbox.Count);
        Assert.Null(mailbox.TakeEmptyRing());
    }

    [Fact]
    public void An_empty_one_gives_an_empty_batch()
    {
        var mailbox = default(Mailbox<string>);

        Assert.Equal(0, mailbox.Take(10).Count);
    }

    [Fact]
    public void The_ring_is_kept_while_there_is_something_in_it()
    {
        var mailbox = default(Mailbox<string>);
        mailbox.Add("x", isRead: false);
        mailbox.Add("y", isRead: false);

        mailbox.Take(1);
        mailbox.Drop(1);

        Assert.Null(mailbox.TakeEmptyRing());
        Assert.Equal("y", mailbox.Take(1)[0]);
        mailbox.Drop(1);
        Assert.NotNull(mailbox.TakeEmptyRing());
    }
}
