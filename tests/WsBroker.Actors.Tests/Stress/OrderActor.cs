namespace WsBroker.Actors.Tests.Stress;

/// <summary>Enters all it hears into the book.</summary>
internal sealed class OrderActor(OrderBook book) : Actor<Numbered>
{
    protected override void Receive(Numbered message) => book.Receive(message);
}
