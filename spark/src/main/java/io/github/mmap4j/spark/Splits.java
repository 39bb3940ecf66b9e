package io.github.mmap4j.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import scala.Option;

/**
 * Splits files into parts for tasks, by the settings and in the way of Spark's file sources: long
 * files are cut into ranges of {@code spark.sql.files.maxPartitionBytes}, and a task reads several
 * short ranges, each of which counts as {@code spark.sql.files.openCostInBytes} more than it has.
 * The ranges are shorter if there would otherwise be fewer tasks than {@code
 * spark.sql.files.minPartitionNum} or, by default, {@code spark.sql.leafNodeDefaultParallelism}. A
 * task reads more of them if there would otherwise be more tasks than {@code
 * spark.sql.files.maxPartitionNum}. As in Spark, these numbers are not exact.
 */
final class Splits {
  /** Spark names at most this many hosts for a task. */
  private static final int MOST_HOSTS = 3;

  private Splits() {}

  /**
   * Splits files.
   *
   * @param filter what lines must pass; ranges of which no line can pass are left out
   * @param describer returns what a task compares an opened file with, or null
   */
  static List<LinesPart> of(
      List<FoundFile> listed,
      Separator separator,
      LinePredicate filter,
      Function<FoundFile, ListedFile> describer) {
    List<FoundFile> files =
        listed.stream()
            .filter(file -> !LineWalk.passesNone(whole(file), separator, filter))
            .toList();
    SQLConf conf = SQLConf.get();
    long openCost = conf.filesOpenCostInBytes();
    long total = files.stream().mapToLong(file -> file.length() + openCost).sum();
    long perCore = total / cores(conf);
    long most = Math.min(conf.filesMaxPartitionBytes(), Math.max(openCost, perCore));

    List<Piece> pieces = new ArrayList<>();
    for (FoundFile file : files) {
      long step = separator.canBeFoundAnywhere() ? Math.max(1, most) : Long.MAX_VALUE;
      ListedFile description = file.length() == 0 ? null : describer.apply(file);
      long start = 0;
      while (start < file.length()) {
        long end = step < file.length() - start ? start + step : file.length();
        FileRange range = new FileRange(file.path(), start, end, description);
        if (!LineWalk.passesNone(range, separator, filter)) {
          pieces.add(new Piece(range, file));
        }
        start = end;
      }
    }
    pieces.sort(Comparator.comparingLong((Piece piece) -> piece.range().length()).reversed());
    List<LinesPart> parts = pack(pieces, most, openCost);
    Option<Object> mostParts = conf.filesMaxPartitionNum();
    if (mostParts.isDefined() && parts.size() > ((Number) mostParts.get()).longValue()) {
      double all = pieces.stream().mapToLong(piece -> piece.range().length() + openCost).sum();
      return pack(pieces, (long) Math.ceil(all / ((Number) mostParts.get()).longValue()), openCost);
    }
    return parts;
  }

  private static FileRange whole(FoundFile file) {
    return new FileRange(file.path(), 0, file.length());
  }

  /** A range, and the file that it belongs to. */
  private record Piece(FileRange range, FoundFile file) {}

  private static long cores(SQLConf conf) {
    if (conf.filesMinPartitionNum().isDefined()) {
      return ((Number) conf.filesMinPartitionNum().get()).longValue();
    }
    int cores = SparkSession.active().sparkContext().defaultParallelism();
    return Long.parseLong(
        conf.getConfString("spark.sql.leafNodeDefaultParallelism", Integer.toString(cores)));
  }

  private static List<LinesPart> pack(List<Piece> pieces, long most, long openCost) {
    List<LinesPart> parts = new ArrayList<>();
    List<Piece> current = new ArrayList<>();
    long size = 0;
    for (Piece piece : pieces) {
      if (!current.isEmpty() && size + piece.range().length() > most) {
        parts.add(part(current));
        current.clear();
        size = 0;
      }
      current.add(piece);
      size += piece.range().length() + openCost;
    }
    if (!current.isEmpty()) {
      parts.add(part(current));
    }
    return parts;
  }

  private static LinesPart part(List<Piece> pieces) {
    Map<String, Long> bytes = new HashMap<>();
    for (Piece piece : pieces) {
      piece
          .file()
          .bytesOnHost()
          .forEach(
              (host, most) -> bytes.merge(host, Math.min(most, piece.range().length()), Long::sum));
    }
    List<String> hosts =
        bytes.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MOST_HOSTS)
            .map(Map.Entry::getKey)
            .toList();
    return new LinesPart(pieces.stream().map(Piece::range).toList(), hosts);
  }
}
