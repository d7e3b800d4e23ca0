using WsBroker.Disk.Index;
using WsBroker.Disk.Segments;

namespace WsBroker.Disk.Tests.Index;

public sealed class PlacesTests
{
    [Fact]
    public void Keeps_a_moving_run_of_offsets()
    {
        var places = new Places();
        for (var offset = 5; offset < 1000; offset++)
        {
            places.Add(offset, new Place(1, offset, 10));
            if (places.Count > 7)
            {
                Assert.Equal(offset - 7, places.RemoveFirst().Position);
            }
        }

        Assert.Equal((7, 993), (places.Count, places.FirstOffset));
        Assert.All(Enumerable.Range(993, 7), offset => Assert.Equal(offset, places[offset].Position));
        Assert.False(places.Has(992));
        Assert.False(places.Has(1000));
    }

    [Fact]
    public void Begins_anew_at_any_offset_when_it_was_emptied()
    {
        var places = new Places();
        places.Add(3, default);
        places.RemoveFirst();
        places.Add(90, new Place(2, 4, 6));

        Assert.Equal((1, 90), (places.Count, places.FirstOffset));
        Assert.Equal(new Place(2, 4, 6), places[90]);
    }
}
