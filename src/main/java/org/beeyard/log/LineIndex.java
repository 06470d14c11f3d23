package org.beeyard.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Where lines begin: one place for every 64 KiB, so that any line is found with one short read, however long or short the
 * lines are.
 *
 * @param covered so many bytes of the log have been looked at
 * @param lines complete ones in them
 * @param end behind the last complete line
 */
public record LineIndex(long covered, long lines, long end, List<Place> places) {

    static final long STRIDE = 64 * 1024;

    static final LineIndex EMPTY = new LineIndex(0, 0, 0, List.of(new Place(1, 0)));

    /** @param line begins at {@code offset} */
    public record Place(long line, long offset) {}

    public LineIndex {
        places = List.copyOf(places);
    }

    /** Lines from 1 to this are there; the last may go on. */
    public long last() {
        return lines + (covered > end ? 1 : 0);
    }

    /** The nearest known place at or before the line. */
    Place before(long line) {
        int found = Collections.binarySearch(places, new Place(line, 0), Comparator.comparingLong(Place::line));
        return places.get(found >= 0 ? found : Math.max(0, -found - 2));
    }

    byte[] placesAsBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(places.size() * 2 * Long.BYTES);
        places.forEach(place -> bytes.putLong(place.line()).putLong(place.offset()));
        return bytes.array();
    }

    static List<Place> places(byte[] stored) {
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        List<Place> places = new ArrayList<>();
        while (bytes.hasRemaining()) {
            places.add(new Place(bytes.getLong(), bytes.getLong()));
        }
        return places;
    }
}
