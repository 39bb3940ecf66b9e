package io.github.mmap4j.bench;

import java.util.Arrays;

/** A hash table of the stations found so far, with the statistics of each; it never gets full. */
final class Stations {
  /** The number of places in the table, a power of two. */
  private static final int SIZE = 1 << 12;

  /** The statistics of one station. */
  static final class Station {
    final byte[] name;

    /** The bytes of the name as words, for a program that compares words. */
    final long[] words;

    private int lowest = Integer.MAX_VALUE;
    private int highest = Integer.MIN_VALUE;
    private long sum;
    private int count;

    private Station(byte[] name, long[] words) {
      this.name = name;
      this.words = words;
    }

    /** Adds a temperature in tenths of a degree. */
    void add(int temperature) {
      lowest = Math.min(lowest, temperature);
      highest = Math.max(highest, temperature);
      sum += temperature;
      count++;
    }
  }

  private final Station[] table = new Station[SIZE];

  static int place(int hash) {
    return hash & SIZE - 1;
  }

  Station at(int place) {
    return table[place];
  }

  Station add(int place, byte[] name, long[] words) {
    Station station = new Station(name, words);
    table[place] = station;
    return station;
  }

  /** {@return a sum over all stations, independent of their places in the table} */
  long checksum() {
    long checksum = 0;
    for (Station s : table) {
      if (s != null) {
        checksum += checksum(s.name, s.lowest, s.highest, s.sum, s.count);
      }
    }
    return checksum;
  }

  static long checksum(byte[] name, long lowest, long highest, long sum, long count) {
    return Arrays.hashCode(name) * (31 + lowest * 7 + highest * 13 + sum * 17 + count);
  }
}
