package io.github.mmap4j.bench;

import io.github.mmap4j.search.Fields;
import io.github.mmap4j.search.Lines;
import java.lang.foreign.MemorySegment;

/** The "billion rows" program, written with lines and fields. */
final class RowsByFields {
  private RowsByFields() {}

  static Stations aggregate(MemorySegment text) {
    Stations stations = new Stations();
    Lines.Cursor line = Lines.of(text, 0, text.byteSize() - Rows.PADDING).cursor();
    Fields fields = line.fields(';');
    while (line.next()) {
      fields.next();
      Stations.Station station = station(stations, fields);
      fields.next();
      station.add((int) fields.parseDecimal(1));
    }
    return stations;
  }

  private static Stations.Station station(Stations stations, Fields name) {
    int place = Stations.place(name.contentHash());
    Stations.Station station = stations.at(place);
    while (station != null && !name.contentEquals(station.name)) {
      place = Stations.place(place + 1);
      station = stations.at(place);
    }
    return station != null ? station : stations.add(place, name.bytes(), null);
  }
}
