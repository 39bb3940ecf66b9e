package io.github.mmap4j;

import static java.util.Collections.unmodifiableSet;

import io.github.mmap4j.internal.os.NamedMemory;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.PathBytes;
import io.github.mmap4j.internal.os.Platform;
import io.github.mmap4j.internal.os.SystemCalls;
import io.github.mmap4j.internal.trace.CreationTraces;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

// This file is long because it documents every option.
/**
 * A builder for mappings, with the arguments of Python's {@code mmap(fileno, length, flags, prot,
 * access, offset, trackfd)}, and a path or a channel as further sources. {@link Mmap#builder()}
 * creates a builder; {@link #map()} checks the options and creates the mapping. A builder can be
 * reused, but is not thread-safe.
 *
 * {@snippet :
 * Mmap copy = Mmap.builder().path(file).access(Access.COPY).offset(Mmap.PAGESIZE).length(100).map();
 * }
 */
public final class MmapBuilder {
  private static final Set<MapFlag> DEFAULT_FLAGS = EnumSet.of(MapFlag.SHARED);
  private static final Set<Protection> DEFAULT_PROTECTION =
      EnumSet.of(Protection.READ, Protection.WRITE);
  private static final int LONGEST_NAME = 79;
  private static final String NOT_IN_NAMES = "\\`$[]";

  /** The schemes of the JDK's file systems for ZIP files and for the runtime's own classes. */
  private static final Set<String> UNMAPPABLE = Set.of("jar", "jrt");

  private static final List<AuditHook> HOOKS = new CopyOnWriteArrayList<>();

  private enum Source {
    PATH,
    FILENO,
    CHANNEL,
    ANONYMOUS
  }

  private Source source;
  private Path path;
  private int fileno = -1;
  private FileChannel channel;
  private long length;
  private long offset;
  private Access access = Access.DEFAULT;
  private Set<MapFlag> flags = DEFAULT_FLAGS;
  private Set<Protection> protection = DEFAULT_PROTECTION;
  private boolean trackFd = true;
  private boolean preallocate;
  private boolean confined;
  private boolean mayBeEmpty;
  private boolean reserves;
  private long reserved;
  private String name;
  private String tagname;

  MmapBuilder() {}

  static void addAuditHook(AuditHook hook) {
    HOOKS.add(Objects.requireNonNull(hook, "hook"));
  }

  static boolean removeAuditHook(AuditHook hook) {
    return HOOKS.remove(Objects.requireNonNull(hook, "hook"));
  }

  /**
   * Maps a file by its path. The file is opened for reading, and also for writing if the mapping's
   * writes reach the file.
   *
   * <p>On POSIX systems, closing any descriptor of a file drops the locks that the process holds on
   * the file, and so does closing this mapping. If the program holds a {@link
   * java.nio.channels.FileLock} on the file, map it through the {@linkplain #channel channel} that
   * holds the lock.
   *
   * <p>A file of another file system than the JDK's default one is mapped through that file
   * system's {@link FileChannel}, with fewer {@linkplain Mmap#capabilities() capabilities}. If that
   * file system can't map files, {@link #map()} throws {@link UnsupportedOperationException}, as
   * for an entry of a ZIP file; copy the file with {@link Files#copy(Path, Path,
   * java.nio.file.CopyOption...)} and map the copy.
   *
   * @param path the file
   * @return this
   */
  public MmapBuilder path(Path path) {
    this.path = Objects.requireNonNull(path, "path");
    return source(Source.PATH);
  }

  /**
   * Maps the file of an open descriptor of this process. {@link #map()} duplicates the descriptor,
   * so the caller may close the original afterwards, and {@link Mmap#close()} leaves the original
   * open.
   *
   * @param fileno the descriptor (on Windows a handle, cast to {@code int}), or -1 for {@linkplain
   *     #anonymous() anonymous memory} (on Windows also 0)
   * @return this
   */
  public MmapBuilder fileno(int fileno) {
    this.fileno = fileno;
    return source(Platform.current().isNoFile(fileno) ? Source.ANONYMOUS : Source.FILENO);
  }

  /**
   * Maps the file of an open channel. A mapping of a channel uses {@link FileChannel#map} and needs
   * no native access, but has fewer {@linkplain Mmap#capabilities() capabilities}. {@link
   * Mmap#size()} and {@link Mmap#resize} use the channel, so they fail once the caller has closed
   * the channel, although the memory stays mapped. {@link Mmap#close()} leaves the channel open.
   *
   * @param channel a channel that is open for reading, and for writing unless access is {@link
   *     Access#READ}
   * @return this
   */
  public MmapBuilder channel(FileChannel channel) {
    this.channel = Objects.requireNonNull(channel, "channel");
    return source(Source.CHANNEL);
  }

  /**
   * Maps zero-filled memory without a file. The memory is {@link MapFlag#SHARED}, unless {@code
   * flags(MapFlag.PRIVATE)} is called; both kinds can grow and shrink. Shared memory uses a file
   * descriptor where the system has {@code memfd_create(2)}, unless {@code trackFd(false)} is
   * called; private memory never does.
   *
   * @return this
   */
  public MmapBuilder anonymous() {
    return source(Source.ANONYMOUS);
  }

  private MmapBuilder source(Source chosen) {
    if (source != null) {
      throw new IllegalStateException(
          "the source was given already: " + source + "; it can't be " + chosen + " too");
    }
    source = chosen;
    return this;
  }

  /**
   * Sets how many bytes to map. A regular file must have that many bytes from the offset on. On
   * Windows, as in Python, a file that is mapped for writing by path or fileno is extended as
   * needed, even without native access. A file that is mapped by {@link #channel} is never
   * extended.
   *
   * @param length the number of bytes; 0, the default, means up to the end of the file
   * @return this
   */
  public MmapBuilder length(long length) {
    this.length = length;
    return this;
  }

  /**
   * Sets where in the file the mapping begins.
   *
   * @param offset a multiple of {@link Mmap#ALLOCATIONGRANULARITY}; 0 by default
   * @return this
   */
  public MmapBuilder offset(long offset) {
    this.offset = offset;
    return this;
  }

  /**
   * Sets what may be done with the memory. Any access other than {@link Access#DEFAULT} requires
   * that {@link #flags} and {@link #protection} have their default values.
   *
   * @param access the access; by default {@link Access#DEFAULT}, which follows flags and protection
   * @return this
   */
  public MmapBuilder access(Access access) {
    this.access = Objects.requireNonNull(access, "access");
    return this;
  }

  /**
   * Sets the flags of the mapping, by default only {@code SHARED}. The system requires either
   * {@code SHARED} or {@code PRIVATE}.
   *
   * @param flags the flags; {@link #map()} refuses those that this system lacks
   * @return this
   */
  public MmapBuilder flags(MapFlag... flags) {
    this.flags = EnumSet.noneOf(MapFlag.class);
    this.flags.addAll(List.of(flags));
    return this;
  }

  /**
   * Sets which kinds of access the processor allows, by default {@code READ} and {@code WRITE}. If
   * only {@code EXEC} or nothing is allowed, each method that would touch the memory throws.
   *
   * @param protection the kinds of access to allow; none for memory that can't be accessed
   * @return this
   */
  public MmapBuilder protection(Protection... protection) {
    this.protection = EnumSet.noneOf(Protection.class);
    this.protection.addAll(List.of(protection));
    return this;
  }

  /**
   * Sets whether the mapping keeps a descriptor of its file.
   *
   * @param trackFd whether to keep the descriptor, by default true; if false, {@link Mmap#size()},
   *     {@link Mmap#resize} and other methods that need the descriptor throw, also for anonymous
   *     memory
   * @return this
   */
  public MmapBuilder trackFd(boolean trackFd) {
    this.trackFd = trackFd;
    return this;
  }

  /**
   * Names anonymous memory in {@code /proc/PID/maps}. Shared memory appears as {@code memfd:NAME}.
   * Private memory appears as {@code [anon:NAME]}, which needs Linux 5.17 or later, built with
   * {@code CONFIG_ANON_VMA_NAME}. The name stays after a resize. Linux can't name private memory of
   * huge pages, and other systems can't name memory in this way.
   *
   * @param name the name: 1 to 79 printable ASCII characters without {@code \ ` $ [ ]}
   * @return this
   */
  public MmapBuilder name(String name) {
    this.name = Objects.requireNonNull(name, "name");
    return this;
  }

  /**
   * Gives anonymous memory a name by which other processes of this user map the same memory. The
   * first process creates the memory, filled with zeros, and unlinks the name when it closes its
   * mapping or its virtual machine exits. Later processes must request the same length. Python
   * supports tagnames only on Windows. The memory is the same as from {@link
   * io.github.mmap4j.share.SharedMemory#createOrOpen}, with the same rules for names and the same
   * limits on each system. When the memory grows, it reserves its space, as any file in {@code
   * /dev/shm} does that is mapped by path or fileno; if there is no room, growing fails with {@code
   * ENOSPC}.
   *
   * <p>On Windows, as in Python, a file that is mapped by path or fileno can have a tagname too. If
   * memory with that tagname already exists, that memory is mapped, whichever file is given. On
   * Windows, tagged memory exists as long as any process has it mapped. On macOS and Windows,
   * memory with a tagname can't be resized.
   *
   * @param tagname the name: 1 to 30 printable ASCII characters without {@code / \\}, not beginning
   *     with a full stop
   * @return this
   */
  public MmapBuilder tagname(String tagname) {
    this.tagname = Objects.requireNonNull(tagname, "tagname");
    return this;
  }

  /**
   * Reserves disk space for the whole mapping, now and at each {@link Mmap#resize} that extends it.
   * On a full disk, mapping and resizing therefore fail with {@code ENOSPC}, and later writes do
   * not fault. A call that fails leaves the mapping and the file's length and bytes unchanged.
   *
   * <p>This option calls {@code posix_fallocate(3)}. If the file system can't reserve space, the
   * GNU C library writes a zero into each unallocated block. Writing zeros is slower, and may
   * overwrite a byte that another process writes at the same time. Other C libraries report that
   * the call is unsupported (EOPNOTSUPP). Reserved space stays with the file, even if a later step
   * fails; on ext4 also what was reserved in holes before the disk was full. Btrfs reserves space
   * for the first write only: on a full disk, storing into a page again throws, unless the file has
   * the attribute {@code C} of {@code chattr(1)}, set while it was empty. Other file systems that
   * compress or copy on write may do the same. On XFS, copying the file ({@code cp}, {@link
   * java.nio.file.Files#copy}) ends the reservation, because the copy shares its blocks; {@code cp
   * --reflink=never} keeps it (measured on Linux 6.18).
   *
   * @return this
   */
  public MmapBuilder preallocate() {
    preallocate = true;
    return this;
  }

  /**
   * Reserves addresses, so that the mapping can grow in place to {@code maximum} bytes. Up to that
   * length, {@link Mmap#resize}, {@link Mmap#refresh} and an {@link Appender} move nothing when
   * they extend the mapping: segments, buffers and addresses that were obtained before stay valid,
   * and keep their lengths. Growing beyond {@code maximum}, and shrinking to any length, invalidate
   * them as without this option. Shrinking keeps the addresses, so the mapping can grow in place
   * again.
   *
   * <p>Reserved addresses take neither memory nor disk space, but count towards the process's limit
   * on address space ({@code ulimit -v}). So that they do not count as memory either, private
   * memory is mapped with {@link MapFlag#NORESERVE}. Advice and locks on the mapping's last page
   * extend to the new pages, as far as the limit on locked memory allows.
   *
   * <p>Only Linux lets a mapping extend past the end of its file. On other systems, without native
   * access, through a channel, and for anything but regular files and anonymous memory of normal
   * pages, {@link #map()} throws {@link UnsupportedOperationException}. It throws {@link
   * IllegalArgumentException} if {@code maximum} is less than the first length or too large, and
   * with a tagname, {@link MapFlag#POPULATE} or {@code trackFd(false)}. More addresses than the
   * system has are an ENOMEM.
   *
   * {@snippet :
   * Mmap m = Mmap.builder().path(file).reserve(1L << 40).map(); // may grow in place to 1 TiB
   * MemorySegment first = m.asSegment();
   * m.resize(m.length() * 2);
   * first.get(ValueLayout.JAVA_BYTE, 0); // still valid
   * }
   *
   * @param maximum the length in bytes up to which the mapping grows in place, at least its first
   *     length
   * @return this
   */
  public MmapBuilder reserve(long maximum) {
    this.reserved = maximum;
    this.reserves = true;
    return this;
  }

  /**
   * Lets a file be mapped even if it is empty, which Python refuses. Then the mapping is empty too,
   * until {@link Mmap#refresh}, {@link Mmap#resize} or an {@link Mmap#appender} extends it, as far
   * as its access allows; with {@code trackFd(false)}, it stays empty. This applies to whole files:
   * a file that ends at or before the {@linkplain #offset offset}, or before the {@linkplain
   * #length length}, is refused all the same, and so are devices and the files of {@code /proc}. A
   * file whose file system reports the length 0 although it has bytes, as FUSE may with {@code
   * direct_io}, can be taken for empty.
   *
   * <p>{@link #map()} throws {@link UnsupportedOperationException} for an empty file if it is
   * mapped by path or fileno on Windows with native access, or if it is a file of huge pages and
   * the mapping is private. It throws {@link IllegalArgumentException} for anonymous memory, which
   * has at least one byte, and with a tagname.
   *
   * {@snippet :
   * try (Mmap log = Mmap.builder().path(file).access(Access.READ).orEmpty().map()) {
   *   System.out.println(log.lines().count()); // 0 if the file is empty
   * }
   * }
   *
   * @return this
   */
  public MmapBuilder orEmpty() {
    mayBeEmpty = true;
    return this;
  }

  /**
   * Confines the mapping to the thread that calls {@link #map()}. On other threads, every method
   * except {@link Mmap#isClosed} and {@link Mmap#toString} throws {@link WrongThreadException}.
   * Closing and resizing a confined mapping are much cheaper, because they need no handshake with
   * other threads.
   *
   * @return this
   */
  public MmapBuilder confined() {
    confined = true;
    return this;
  }

  /**
   * Creates the mapping. Before the audit hooks run, this method checks that length and offset are
   * not negative, and that no options contradict each other. After the hooks, the method checks the
   * file's length and calls the system. If a limit on memory, mappings or descriptors has been
   * reached, the method first tries to unmap mappings that were never closed and are unreachable,
   * which takes a garbage collection and up to half a second, at most once in ten seconds.
   *
   * @return the mapping, which the caller must close
   * @throws IllegalStateException if no source was given
   * @throws IllegalArgumentException if a length or offset is negative or passes the end of a
   *     regular file, the file is empty (but see {@link #orEmpty}), or options contradict each
   *     other
   * @throws UnsupportedOperationException if this system lacks a flag, native access is needed and
   *     denied, or the path's file system can't map files
   * @throws java.nio.file.NoSuchFileException if the file does not exist; the cause is the {@link
   *     MmapException}
   * @throws java.nio.file.AccessDeniedException if the file may not be opened for the requested
   *     access; the cause is the {@link MmapException}
   * @throws MmapException if the system refuses for another reason; the exception has the errno
   * @throws IOException if the file can't be read
   */
  public Mmap map() throws IOException {
    return map(NativeAccess.os(), tagname == null ? null : NativeAccess.names());
  }

  /**
   * Maps with the system calls of {@code os}, without tagnames; a null {@code os} means no native
   * access.
   */
  Mmap map(SystemCalls os) throws IOException {
    return map(os, null);
  }

  /** Creates a file of {@code length} zeros and maps it; if that fails, deletes the file again. */
  static Mmap created(Path path, long length) throws IOException {
    if (length < 0) {
      throw new IllegalArgumentException("length " + length + " is negative");
    }
    requireMapping(path);
    Files.createFile(path);
    try {
      SystemCalls os = NativeAccess.os();
      if (length > 0 && os != null && os.extendsFiles()) {
        return new MmapBuilder().path(path).length(length).map();
      }
      Mmap m = new MmapBuilder().path(path).orEmpty().map();
      try {
        if (length > 0) {
          m.resize(length);
        }
        return m;
      } catch (Throwable e) {
        m.close();
        throw e;
      }
    } catch (Throwable e) {
      try {
        Files.delete(path);
      } catch (IOException undeleted) {
        e.addSuppressed(undeleted);
      }
      throw e;
    }
  }

  /** Maps with the calls of {@code os} and {@code names}, each of which may be null. */
  Mmap map(SystemCalls os, NamedMemory names) throws IOException {
    if (source == null) {
      throw new IllegalStateException(
          "nothing to map: call path, fileno, channel or anonymous before map");
    }
    MapSpec spec = check(names);
    MapRequest request = new MapRequest(fileno, path, length, spec.access(), offset);
    for (AuditHook hook : HOOKS) {
      hook.mapping(request);
    }
    return new Mmap(new Mapping(spec, opened(spec, os, names)));
  }

  private MapSpec check(NamedMemory names) {
    if (length < 0) {
      throw new IllegalArgumentException("length " + length + " is negative");
    }
    if (offset < 0) {
      throw new IllegalArgumentException("offset " + offset + " is negative");
    }
    if (access != Access.DEFAULT
        && !(flags.equals(DEFAULT_FLAGS) && protection.equals(DEFAULT_PROTECTION))) {
      throw new IllegalArgumentException(
          "access %s can't be combined with flags %s, protection %s"
              .formatted(access, flags, protection));
    }
    MapSpec spec = resolved();
    if (flags.contains(MapFlag.SHARED) && flags.contains(MapFlag.PRIVATE)) {
      throw new IllegalArgumentException("flags hold both SHARED and PRIVATE");
    }
    boolean isHuge = flags.contains(MapFlag.HUGETLB);
    boolean is2MB = flags.contains(MapFlag.HUGE_2MB);
    boolean is1GB = flags.contains(MapFlag.HUGE_1GB);
    refuse(is2MB && is1GB, "flags hold both HUGE_2MB and HUGE_1GB");
    refuse((is2MB || is1GB) && !isHuge, "HUGE_2MB and HUGE_1GB need the flag HUGETLB");
    refuse(
        isHuge && (source != Source.ANONYMOUS || tagname != null),
        "flag HUGETLB is for anonymous memory without a tagname; a file on hugetlbfs needs no flag");
    if (source != Source.ANONYMOUS) {
      refuse(
          flags.contains(MapFlag.ANON) || flags.contains(MapFlag.ANONYMOUS),
          "flag ANONYMOUS maps no file; use anonymous() instead of the file");
      refuse(name != null, "only anonymous memory can be named");
      refuse(
          tagname != null && (source == Source.CHANNEL || names != null && !names.namesFiles()),
          "tagname is for anonymous memory; a file has a name of its own");
    }
    refuse(
        mayBeEmpty && source == Source.ANONYMOUS,
        "orEmpty is for files; anonymous memory has at least one byte");
    if (tagname != null) {
      checkTagname();
    }
    if (name != null) {
      checkedName(name);
    }
    refuse(
        preallocate && !(spec.writesFile() && trackFd),
        "preallocate needs a writable shared mapping that tracks its descriptor");
    if (reserves) {
      checkReserved();
    }
    return spec;
  }

  private void checkReserved() {
    refuse(
        reserved < Math.max(1, length) || reserved > Long.MAX_VALUE - offset,
        "reserve of %d bytes is outside %d to %d"
            .formatted(reserved, Math.max(1, length), Long.MAX_VALUE - offset));
    refuse(
        !trackFd, "reserve needs a mapping that tracks its descriptor, because others can't grow");
    refuse(tagname != null, "reserve and tagname can't be combined");
    refuse(
        flags.contains(MapFlag.POPULATE),
        "flag POPULATE would fill all reserved addresses; use madvise(POPULATE_READ) instead");
  }

  private void checkTagname() {
    String objection = NamedMemory.objection(tagname);
    refuse(objection != null, "tagname: " + objection);
    refuse(name != null, "name and tagname both name the memory");
    refuse(mayBeEmpty, "orEmpty and tagname can't be combined");
    refuse(
        length == 0 && source == Source.ANONYMOUS,
        "length 0 is less than 1, the minimum for memory with a tagname");
  }

  private static void refuse(boolean wrong, String why) {
    if (wrong) {
      throw new IllegalArgumentException(why);
    }
  }

  /** Derives access, protection and flags from each other. */
  private MapSpec resolved() {
    return switch (access) {
      case READ -> spec(Access.READ, EnumSet.of(Protection.READ), DEFAULT_FLAGS);
      case WRITE -> spec(Access.WRITE, DEFAULT_PROTECTION, DEFAULT_FLAGS);
      case COPY -> spec(Access.COPY, DEFAULT_PROTECTION, EnumSet.of(MapFlag.PRIVATE));
      case DEFAULT -> spec(accessOfProtection(), protection, flags);
    };
  }

  private Access accessOfProtection() {
    if (!protection.contains(Protection.WRITE)) {
      return Access.READ;
    }
    return protection.contains(Protection.READ) ? Access.DEFAULT : Access.WRITE;
  }

  private MapSpec spec(Access resolved, Set<Protection> prot, Set<MapFlag> how) {
    return new MapSpec(
        label(),
        offset,
        length,
        resolved,
        unmodifiableSet(EnumSet.copyOf(prot)),
        unmodifiableSet(EnumSet.copyOf(how)),
        trackFd,
        preallocate,
        confined,
        mayBeEmpty,
        reserved,
        name,
        tagname,
        CreationTraces.here(Mmap.class, MmapBuilder.class));
  }

  private String label() {
    return switch (source) {
      case PATH -> path.toString();
      case FILENO -> "fileno " + fileno;
      case CHANNEL -> "channel";
      case ANONYMOUS -> tagname == null ? "anonymous" : "shared memory " + tagname;
    };
  }

  private Backing.Opened opened(MapSpec spec, SystemCalls os, NamedMemory names)
      throws IOException {
    if (Platform.current() == Platform.OTHER) {
      throw new UnsupportedOperationException(
          "memory can't be mapped on " + Platform.label() + ": it has no mmap");
    }
    if (tagname != null && names == null) {
      throw new UnsupportedOperationException("tagname: " + NativeAccess.missing());
    }
    return switch (source) {
      case PATH ->
          os == null || !PathBytes.isSystemPath(path)
              ? throughJdk(spec)
              : new NativeSource(os, names, spec).path(PathBytes.of(path));
      case FILENO -> new NativeSource(required(os, "fileno"), names, spec).fileno(fileno);
      case ANONYMOUS -> new NativeSource(required(os, "anonymous memory"), names, spec).anonymous();
      case CHANNEL -> {
        requireJdkCan();
        yield ChannelBacking.of(spec, channel);
      }
    };
  }

  private static SystemCalls required(SystemCalls os, String what) {
    if (os == null) {
      throw new UnsupportedOperationException(what + " can't be mapped: " + NativeAccess.missing());
    }
    return os;
  }

  private Backing.Opened throughJdk(MapSpec spec) throws IOException {
    requireJdkCan();
    requireMapping(path);
    return ChannelBacking.ofPath(spec, path, Platform.current());
  }

  /**
   * Throws an exception if the path is of one of the JDK's own file systems that can't map files.
   * Opening a channel there would first unpack the file.
   */
  static void requireMapping(Path path) {
    String scheme = path.getFileSystem().provider().getScheme();
    if (UNMAPPABLE.contains(scheme)) {
      throw ChannelBacking.unmappable(path.toString(), scheme + ": " + path.getFileSystem(), null);
    }
  }

  private void requireJdkCan() {
    boolean onlyDefaults =
        flags.equals(DEFAULT_FLAGS)
            && (protection.equals(DEFAULT_PROTECTION)
                || protection.equals(EnumSet.of(Protection.READ)))
            && trackFd
            && !preallocate
            && !reserves;
    if (!onlyDefaults) {
      throw new UnsupportedOperationException(
          "flags, protection other than READ, trackFd, preallocate and reserve are not for a mapping"
              + " made by a FileChannel"
              + (NativeAccess.os() == null
                  ? ": " + NativeAccess.missing()
                  : "; map a file of the JDK's default file system by path or fileno"));
    }
  }

  /** Returns {@code name} if the kernel accepts it for anonymous memory; throws otherwise. */
  static String checkedName(String name) {
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "a name of " + name.length() + " characters is outside 1 to " + LONGEST_NAME);
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c > '~' || NOT_IN_NAMES.indexOf(c) >= 0) {
        throw new IllegalArgumentException(
            "the name's character %d, U+%04X, is not printable ASCII other than %s"
                .formatted(i, (int) c, NOT_IN_NAMES));
      }
    }
    return name;
  }
}
