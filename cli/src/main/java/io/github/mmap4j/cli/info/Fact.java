package io.github.mmap4j.cli.info;

/** A fact that {@code info} prints, with its meaning for the user. */
public enum Fact {
  SIZE("size", "The length of the file."),
  FILE_SYSTEM(
      "file system",
      "Some file systems map files only privately, such as FUSE with direct_io and 9p without a"
          + " cache. Then SHARED is missing below, and changes by other programs may stay unseen."),
  PAGE_SIZE(
      "page size",
      "The unit in which the system loads, locks and evicts memory. The offsets of advice are"
          + " multiples of it."),
  GRANULARITY(
      "granularity", "The offset at which a mapping starts in its file is a multiple of this."),
  MAPPED("mapped", "The number of bytes that are mapped, or the reason why none are."),
  MAPPED_BY(
      "mapped by",
      "The system, by native calls. Where they are not allowed or not known, the JDK maps the file,"
          + " and ADVISE, LOCK and RESIDENCY are missing below."),
  CAN(
      "can",
      "What the mapping supports, by the names of the class Capability. RESIZE needs a file opened"
          + " for writing, and NAME memory without a file."),
  GUARD(
      "guard",
      "If another program truncates the file, a guarded access fails with an error. Without a"
          + " guard, the command copies bytes before it looks at them, and a program's own loop over"
          + " the memory can crash the process."),
  SEARCH(
      "search with",
      "Vectors are faster for searches of several GiB, and slower to start. java uses them with"
          + " --add-modules jdk.incubator.vector."),
  HUGE_PAGES(
      "huge pages",
      "When the system merges pages of memory without a file: always, for advice HUGEPAGE only"
          + " (madvise), or never. For a file, try advise COLLAPSE."),
  MAPPINGS(
      "mappings",
      "The number of mappings a process can have. Beyond it, mapping fails for want of memory;"
          + " sysctl vm.max_map_count raises it."),
  LOCKED("lock limit", "The number of bytes that can be locked into memory; ulimit -l raises it."),
  ADDRESSES(
      "addresses",
      "The address space of a process, in which the whole file has to find room; ulimit -v raises"
          + " it.");

  private final String label;
  private final String meaning;

  Fact(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  public String label() {
    return label;
  }

  public String meaning() {
    return meaning;
  }
}
