package io.github.mmap4j.share;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.mmap4j.Access;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapException;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.FileStatus;
import io.github.mmap4j.internal.os.NamedMemory;
import io.github.mmap4j.internal.os.NamedMemory.Named;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.Pages;
import io.github.mmap4j.internal.os.SystemCall;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

// This file is long because two fifths of it document the public methods.
/**
 * Memory that several processes of one user share. A process opens the memory by its name, or
 * attaches it by a {@linkplain #token() token} if it has no name.
 *
 * {@snippet :
 * try (SharedMemory memory = SharedMemory.anonymous(13); Mmap m = memory.map()) {
 *   m.write("Hello world!\n".getBytes(UTF_8));
 *   new ProcessBuilder("java", "Child", memory.token()).inheritIO().start().waitFor();
 * }
 * // and in Child.main
 * try (SharedMemory memory = SharedMemory.attach(args[0]); Mmap m = memory.map()) {
 *   System.out.print(m.readLine(UTF_8));
 * }
 * }
 *
 * <h2>Names</h2>
 *
 * A name consists of 1 to 30 printable ASCII characters except {@code /} and {@code \}, and does
 * not begin with a full stop; every system accepts such names. Other programs open the memory under
 * the same name with {@code shm_open}, as Python's {@code multiprocessing.shared_memory} does. Only
 * the same user can open the memory (mode 0600), and symbolic links are not followed.
 *
 * <p>The process that creates a name owns the name. The name is unlinked by the owner's {@link
 * #close}, or when the owner's virtual machine exits. Memory that other processes have opened or
 * mapped stays usable. An owner that is killed leaves its name behind; {@link #list} marks the name
 * as stale, and {@link #removeStale} unlinks it. {@link #keep} lets a name outlive its owner.
 *
 * <p>Any process of the same user can unlink a name. CPython does so at exit, even if it has only
 * attached the memory, unless version 3.13 or newer attaches with {@code track=False}. A name that
 * was unlinked while its owner lives is free: {@link #list} leaves it out, and {@link #create} and
 * {@link #createOrOpen} create other memory under it. The first owner's memory stays usable, but no
 * longer has a name, and the first owner's close does not unlink the new name.
 *
 * <h2>Lifetime and threads</h2>
 *
 * Each object of this class holds one descriptor until it is closed, and its token is valid until
 * then. {@linkplain #map() Mappings} remain usable after the object is closed. An object that does
 * not own a name and is never closed releases its descriptor once it is unreachable. Any thread may
 * call any method. After close, methods that use the memory throw {@link IllegalStateException}.
 *
 * <h2>Systems</h2>
 *
 * Linux supports all features if native access is allowed. Sources: {@code shm_overview(7)} and
 * {@code memfd_create(2)}. On macOS and Windows, support is limited as follows:
 *
 * <ul>
 *   <li>All memory has a name, so there are no tokens and no seals. Names can't be listed.
 *   <li>The length never changes. A process that creates the memory, or opens it with its length,
 *       maps that length; a process that opens the memory by name alone gets the length rounded up
 *       to whole pages.
 *   <li>{@link SharedWords} and {@link SharedPipe} poll every millisecond while they wait.
 *   <li>On macOS ({@code shm_open(2)}), the name of a killed owner stays until {@link #unlink}.
 *       Memory has no identity beyond its name, so if others unlink and recreate the name, the
 *       first owner's close unlinks the new name. Private copies can't be mapped; {@link
 *       Access#COPY} fails with EINVAL.
 *   <li>On Windows ({@code CreateFileMappingW}, {@code OpenFileMappingW}), the name exists as long
 *       as any process has the memory open, and is visible only within a user's session. Names
 *       can't be unlinked or kept.
 * </ul>
 *
 * <p>Unsupported features throw {@link UnsupportedOperationException} with the reason. Systems
 * other than Linux, macOS and Windows support no features of this class. The code for macOS and
 * Windows has not been run on those systems.
 */
public final class SharedMemory implements AutoCloseable {
  /** The label of memory without a name in /proc. */
  private static final String LABEL = "mmap4j-shared";

  private final String name;
  private final boolean writable;
  private final Descriptor descriptor;

  /** The system's calls for names; null for memory without a name. */
  private final NamedMemory names;

  /** The length, if it is fixed; 0 for a file, whose length is queried. */
  private final long fixedLength;

  /** Creates an object for memory without a name. */
  private SharedMemory(boolean writable, int fd) {
    this(null, writable, new Descriptor(fd, null), null, 0);
  }

  private SharedMemory(
      String name, boolean writable, Descriptor descriptor, NamedMemory names, long fixedLength) {
    this.name = name;
    this.writable = writable;
    this.descriptor = descriptor;
    this.names = names;
    this.fixedLength = fixedLength;
    descriptor.closeWithout(this);
  }

  // ---- memory with a name

  /**
   * Creates zeroed memory under an unused name, which the returned object then owns.
   *
   * @param name a name as {@linkplain SharedMemory described above}
   * @param length the length in bytes, at least 1; the space is reserved immediately
   * @return the memory, which the caller must close
   * @throws IllegalArgumentException if the name or the length is invalid
   * @throws UnsupportedOperationException if this system has no shared memory, or native access is
   *     denied
   * @throws MmapException if the name is taken (EEXIST; the message gives the owner and the length
   *     of the file that has the name, or the process that is creating it), if there is no space
   *     (ENOSPC), or if the system refuses
   * @throws IOException always as an {@link MmapException}
   */
  public static SharedMemory create(String name, long length) throws IOException {
    return create(names(name), name, length);
  }

  static SharedMemory create(NamedMemory names, String name, long length) throws IOException {
    requireLength(length);
    return named(names, name, true, names.create(name, length));
  }

  /**
   * Opens named memory for reading and writing. Opening does not change the name's owner.
   *
   * @param name a name as {@linkplain SharedMemory described above}
   * @return the memory, which the caller must close
   * @throws IllegalArgumentException if the name is invalid
   * @throws UnsupportedOperationException as in {@link #create}
   * @throws MmapException if the name does not exist (ENOENT), or if it is another user's (EACCES)
   *     or a symbolic link (ELOOP); in the last two cases the message names the owner
   * @throws IOException always as an {@link MmapException}
   */
  public static SharedMemory open(String name) throws IOException {
    return open(name, Access.WRITE);
  }

  /**
   * Works like {@link #open(String)}, but with the given access.
   *
   * @param name a name as {@linkplain SharedMemory described above}
   * @param access {@link Access#READ} for reading only; any other access means reading and writing
   * @return the memory, which the caller must close
   * @throws IOException as in {@link #open(String)}
   */
  public static SharedMemory open(String name, Access access) throws IOException {
    return open(names(name), name, access);
  }

  static SharedMemory open(NamedMemory names, String name, Access access) throws IOException {
    boolean writing = access != Access.READ;
    return named(names, name, writing, names.open(name, writing));
  }

  /**
   * Opens memory by its name, or creates it if the name does not exist. Use this method if the
   * processes may start in any order. The creator {@linkplain #isOwner() owns} the name. If other
   * processes create or unlink the name in the meantime, this method tries again. It waits for at
   * most 2 seconds for another process that is creating the memory, or that has named its memory
   * but not yet set the length.
   *
   * @param name a name as {@linkplain SharedMemory described above}
   * @param length the length in bytes, at least 1
   * @return the memory, which the caller must close
   * @throws IOException as in {@link #create} and {@link #open(String)}, and also if the existing
   *     memory has a different length (EEXIST)
   */
  public static SharedMemory createOrOpen(String name, long length) throws IOException {
    return createOrOpen(names(name), name, length);
  }

  static SharedMemory createOrOpen(NamedMemory names, String name, long length) throws IOException {
    requireLength(length);
    return named(names, name, true, names.createOrOpen(name, length));
  }

  /**
   * Unlinks a name, whichever process owns it, as {@code shm_unlink} does. Memory that processes
   * have opened or mapped stays usable.
   *
   * @param name a name as {@linkplain SharedMemory described above}
   * @return whether the name existed
   * @throws IllegalArgumentException if the name is invalid
   * @throws UnsupportedOperationException as in {@link #create}, and on Windows
   * @throws IOException if the name is another user's, or if the system refuses
   */
  public static boolean unlink(String name) throws IOException {
    return unlink(names(name), name);
  }

  static boolean unlink(NamedMemory names, String name) throws IOException {
    NamedMemory.Outcome outcome = names.unlink(name);
    if (outcome.errno() == Errno.ENOENT) {
      return false;
    }
    require(outcome);
    return true;
  }

  /**
   * Lists the names that this user created with this library in any process, sorted by name.
   *
   * @return the current names
   * @throws UnsupportedOperationException as in {@link #create}, and on macOS and Windows
   * @throws IOException if the system can't list the names
   */
  public static List<SharedName> list() throws IOException {
    return list(Descriptor.names());
  }

  static List<SharedName> list(NamedMemory names) throws IOException {
    NamedMemory.Listing listing = names.list();
    require(listing.outcome());
    List<SharedName> list = new ArrayList<>();
    for (NamedMemory.Entry entry : listing.entries()) {
      SharedName.State state = SharedName.State.valueOf(entry.state().name());
      list.add(new SharedName(entry.name(), entry.length(), entry.owner(), state));
    }
    return list;
  }

  /**
   * Unlinks each name whose owner was killed. Names whose owners are alive, and names that were
   * {@linkplain #keep() kept}, stay. Memory that other processes still have open stays usable.
   *
   * @return the names that were unlinked
   * @throws UnsupportedOperationException as in {@link #create}, and on macOS and Windows
   * @throws IOException if the system can't list the names
   */
  public static List<String> removeStale() throws IOException {
    List<String> gone = new ArrayList<>();
    for (SharedName stale : list()) {
      if (stale.state() == SharedName.State.STALE
          && Descriptor.names().unlinkStale(stale.name()).errno() == 0) {
        gone.add(stale.name());
      }
    }
    return gone;
  }

  // ---- memory without a name

  /**
   * Creates zeroed memory without a name.
   *
   * @param length the length in bytes, at least 1
   * @return the memory, which the caller must close
   * @throws IllegalArgumentException if the length is less than 1
   * @throws UnsupportedOperationException as in {@link #create}, and on macOS and Windows
   * @throws IOException if the system refuses
   */
  public static SharedMemory anonymous(long length) throws IOException {
    SystemCalls os = Descriptor.os();
    requireLength(length);
    int fd = NativeAccess.ipcCalls().sealable(LABEL);
    check(SystemCall.MEMFD_CREATE, LABEL, fd, null);
    int sized = os.truncate(fd, length);
    if (sized < 0) {
      os.close(fd);
    }
    check(SystemCall.FTRUNCATE, fd + ", " + length, sized, null);
    return new SharedMemory(true, fd);
  }

  /**
   * Creates zeroed memory of huge pages without a name. The pages are allocated immediately. Other
   * processes attach it like other memory, and need not know of its pages.
   *
   * @param length the length in bytes, at least 1, which is rounded up to whole huge pages
   * @param pageSize the size of the huge pages in bytes, such as 2 MiB, or 0 for the system's
   *     default
   * @return the memory, which the caller must close
   * @throws IllegalArgumentException if the length is less than 1 or too large, or the page size is
   *     neither 0 nor a power of two larger than {@link Mmap#PAGESIZE}
   * @throws UnsupportedOperationException as in {@link #create}, and on macOS and Windows
   * @throws MmapException if too few huge pages are free (ENOMEM or ENOSPC; the message says how to
   *     reserve more), or the system has none of this size (ENODEV)
   * @throws IOException always as an {@link MmapException}
   */
  public static SharedMemory huge(long length, long pageSize) throws IOException {
    SystemCalls os = Descriptor.os();
    requireLength(length);
    if (pageSize != 0 && (pageSize <= Mmap.PAGESIZE || Long.bitCount(pageSize) != 1)) {
      throw new IllegalArgumentException(
          "page size %d is neither 0 nor a power of two above %d"
              .formatted(pageSize, Mmap.PAGESIZE));
    }
    long unit = pageSize == 0 ? os.hugePageSize() : pageSize;
    if (length > Long.MAX_VALUE - unit) {
      throw new IllegalArgumentException(
          "length %d is above %d".formatted(length, Long.MAX_VALUE - unit));
    }
    long whole = new Pages(unit).whole(length);
    int fd = NativeAccess.ipcCalls().hugeSealable(LABEL, unit);
    check(SystemCall.MEMFD_CREATE, LABEL, fd, fd < 0 ? os.hugePageHint(unit, -fd) : null);
    int sized = os.truncate(fd, whole);
    int reserved = sized < 0 ? sized : os.reserve(fd, 0, whole);
    if (reserved < 0) {
      os.close(fd);
    }
    check(SystemCall.FTRUNCATE, fd + ", " + whole, sized, null);
    String hint = reserved < 0 ? os.hugePageHint(unit, -reserved) : null;
    check(SystemCall.POSIX_FALLOCATE, fd + ", 0, " + whole, reserved, hint);
    return new SharedMemory(true, fd);
  }

  /**
   * Opens the memory identified by a {@linkplain #token() token} from this or another process.
   *
   * @param token a result of {@link #token()} or {@link #readOnlyToken()}
   * @return the memory, which the caller must close
   * @throws IllegalArgumentException if {@code token} is not a token
   * @throws UnsupportedOperationException as in {@link #create}
   * @throws MmapException if the token's process has terminated or has closed the memory (ENOENT),
   *     or if the process or the memory belongs to another user (EACCES)
   * @throws IOException always as an {@link MmapException}
   */
  public static SharedMemory attach(String token) throws IOException {
    SystemCalls os = Descriptor.os();
    Token parsed = Token.parse(token);
    byte[] path = parsed.path().getBytes(US_ASCII);
    int fd = os.open(path, parsed.writable());
    String gone = "process " + parsed.process() + " has ended, or has closed the memory";
    check(SystemCall.OPEN, parsed.path(), fd, fd == -Errno.ENOENT ? gone : null);
    FileStatus found = NativeAccess.os().status(fd);
    if (!parsed.means(found)) {
      os.close(fd);
      check(SystemCall.OPEN, parsed.path(), -Errno.ENOENT, gone);
    }
    if (found.user() != NativeAccess.ipcCalls().userId()) {
      os.close(fd);
      String whose = "the memory belongs to user " + found.user();
      check(SystemCall.OPEN, parsed.path(), -Errno.EACCES, whose);
    }
    return new SharedMemory(parsed.writable(), fd);
  }

  /**
   * {@return a token, a short text with which another process of this user can {@linkplain #attach
   * attach} this memory with the same access} The token is valid until this object is closed or
   * this process terminates. A token consists of letters, digits and full stops, so it is safe in
   * arguments and environment variables. A token need not be kept secret, because other users can't
   * use it. Both processes must see the same {@code /proc}, which containers may prevent.
   *
   * @throws IllegalStateException if this object is closed
   * @throws UnsupportedOperationException if this system has no tokens, as on macOS and Windows
   */
  public String token() {
    return token(writable);
  }

  /**
   * {@return a token for reading only} Only this library enforces the restriction; to restrict
   * other programs of the same user, {@linkplain #seal seal} the memory.
   *
   * @throws IllegalStateException if this object is closed
   * @throws UnsupportedOperationException if this system has no tokens, as on macOS and Windows
   */
  public String readOnlyToken() {
    return token(false);
  }

  private String token(boolean forWriting) {
    requireFile("a token is for memory that other processes find in /proc");
    return descriptor.call(fd -> Token.of(fd, NativeAccess.os().status(fd), forWriting).toString());
  }

  // ---- properties

  /** {@return the name, if the memory has one} */
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /**
   * {@return a path by which other programs of this user can open the memory} The path is {@code
   * /dev/shm/NAME}, or {@code /proc/PROCESS/fd/DESCRIPTOR} for memory without a name; the latter is
   * valid until this object is closed.
   *
   * @throws IllegalStateException if this object is closed
   * @throws UnsupportedOperationException if the memory is not a file, as on macOS and Windows
   */
  public Path path() {
    requireFile("no path leads to it");
    return descriptor.call(
        fd ->
            Path.of(
                name != null
                    ? names.path(name)
                    : "/proc/" + ProcessHandle.current().pid() + "/fd/" + fd));
  }

  /**
   * {@return the current length in bytes}
   *
   * @throws IllegalStateException if this object is closed
   * @throws IOException if the system can't report the length
   */
  public long length() throws IOException {
    return descriptor.call(
        fd -> {
          if (fixedLength != 0) {
            return fixedLength;
          }
          FileStatus memory = NativeAccess.os().status(fd);
          check(SystemCall.STATX, "" + fd, -memory.errno(), null);
          return memory.size();
        });
  }

  /** {@return whether closing this object unlinks the name} */
  public boolean isOwner() {
    return descriptor.isOwner();
  }

  /**
   * Lets the name and the memory outlive this object and this process. Only {@link #unlink} removes
   * a name that was kept.
   *
   * @throws IllegalStateException if this object is closed or does not own the name
   * @throws UnsupportedOperationException if names can't be kept, as on Windows
   * @throws IOException if the system refuses
   */
  public void keep() throws IOException {
    descriptor.call(
        fd -> {
          int result = descriptor.keep();
          if (result == -Errno.ENOSYS) {
            throw new UnsupportedOperationException(
                "keep: the name exists only as long as a process has the memory open");
          }
          check(SystemCall.PWRITE, name, result, null);
          return null;
        });
  }

  // ---- seals

  /**
   * Permanently prohibits the sealed operations for all processes. After {@link Seal#SHRINK}, no
   * process needs to expect a fault because of truncation.
   *
   * @param seals any number of seals
   * @throws IllegalStateException if this object is closed
   * @throws UnsupportedOperationException if the memory has a name, because such memory can't be
   *     sealed, or if this system lacks one of the seals
   * @throws IOException if the memory is sealed against further seals (EPERM), or if {@link
   *     Seal#WRITE} is requested while the memory is mapped for writing (EBUSY)
   */
  public void seal(Seal... seals) throws IOException {
    int bits = Stream.of(seals).mapToInt(Seal::value).reduce(0, (a, b) -> a | b);
    if (name != null) {
      throw new UnsupportedOperationException(
          "shared memory " + name + " has a name, and can't be sealed: make it by anonymous()");
    }
    String busy =
        "it is mapped for writing, or through a descriptor open for writing; Seal.FUTURE_WRITE is"
            + " possible even then";
    descriptor.call(
        fd -> {
          int result = NativeAccess.ipcCalls().addSeals(fd, bits);
          String cause = result == -Errno.EBUSY ? busy : "it accepts no further seals";
          check(SystemCall.FCNTL, "F_ADD_SEALS, " + List.of(seals), result, cause);
          return null;
        });
  }

  /**
   * {@return the seals of the memory; an empty set if it has a name}
   *
   * @throws IllegalStateException if this object is closed
   */
  public Set<Seal> seals() {
    return descriptor.call(
        fd -> {
          Set<Seal> all = EnumSet.noneOf(Seal.class);
          // The system reports SEAL for memory that can't be sealed.
          int bits = name != null ? 0 : Math.max(0, NativeAccess.ipcCalls().seals(fd));
          for (Seal seal : Seal.values()) {
            if (seal.isSupported() && (bits & seal.value()) != 0) {
              all.add(seal);
            }
          }
          return all;
        });
  }

  /**
   * {@return whether the memory has all of these seals}
   *
   * @param seals any number of seals
   * @throws IllegalStateException if this object is closed
   */
  public boolean isSealed(Seal... seals) {
    return seals().containsAll(List.of(seals));
  }

  // ---- use

  /**
   * Maps all of the memory, for reading and writing if possible, otherwise for reading only. The
   * mapping stays usable after this object is closed. A {@link Mmap#resize} of the mapping changes
   * the length of the memory, and other mappings follow by {@link Mmap#refresh}. Memory with a name
   * reserves its space when it grows, as it does when it is created; if there is no room, growing
   * fails with ENOSPC.
   *
   * @return the mapping, which the caller must close
   * @throws IllegalStateException if this object is closed
   * @throws IOException as in {@link io.github.mmap4j.MmapBuilder#map()}
   */
  public Mmap map() throws IOException {
    return map(isWritable() ? Access.WRITE : Access.READ);
  }

  /** Returns whether new shared mappings may be writable. */
  boolean isWritable() {
    Set<Seal> seals = seals();
    return writable && !seals.contains(Seal.WRITE) && !seals.contains(Seal.FUTURE_WRITE);
  }

  /**
   * Maps all of the memory.
   *
   * @param access the access that the mapping allows
   * @return the mapping, which the caller must close
   * @throws IllegalStateException if this object is closed
   * @throws MmapException if writing is requested but this object was opened for reading only
   *     (EACCES) or the memory is sealed against writing (EPERM)
   * @throws IOException as in {@link io.github.mmap4j.MmapBuilder#map()}
   */
  public Mmap map(Access access) throws IOException {
    Objects.requireNonNull(access, "access");
    return descriptor.call(
        fd ->
            access == Access.READ && writable && fixedLength == 0
                ? mapForReading(fd)
                : map(fd, access));
  }

  private Mmap map(int fd, Access access) throws IOException {
    return Mmap.builder().fileno(fd).length(fixedLength).access(access).map();
  }

  /** Maps through a read-only descriptor, because sealed memory may allow no other. */
  private Mmap mapForReading(int fd) throws IOException {
    String path = "/proc/self/fd/" + fd;
    int reading = Descriptor.os().open(path.getBytes(US_ASCII), false);
    check(SystemCall.OPEN, path, reading, null);
    try {
      return map(reading, Access.READ);
    } finally {
      Descriptor.os().close(reading);
    }
  }

  /**
   * Maps all of the memory as ints and longs that several processes can change.
   *
   * @return the numbers, which the caller must close
   * @throws IllegalStateException if this object is closed
   * @throws IOException as in {@link #map()}
   */
  public SharedWords words() throws IOException {
    return fixedLength != 0
        ? new SharedWords(map(), true, null)
        : new SharedWords(map(), isSealed(Seal.SHRINK), NativeAccess.ipcCalls());
  }

  /**
   * Closes this object, and unlinks the name if this object {@linkplain #isOwner() owns} it.
   * Calling {@code close} again has no effect.
   */
  @Override
  public void close() {
    descriptor.close();
  }

  @Override
  public String toString() {
    return "SharedMemory[" + (name == null ? "without a name" : name) + "]";
  }

  // ---- checks

  private static NamedMemory names(String name) {
    String objection = NamedMemory.objection(name);
    if (objection != null) {
      throw new IllegalArgumentException(objection);
    }
    return Descriptor.names();
  }

  private static void requireLength(long length) {
    if (length < 1) {
      throw new IllegalArgumentException("length " + length + " is less than 1");
    }
  }

  private static SharedMemory named(NamedMemory names, String name, boolean writable, Named found)
      throws IOException {
    require(found.outcome());
    return new SharedMemory(
        name,
        writable,
        new Descriptor(found.fd(), found.owner()),
        names,
        names.areFiles() ? 0 : found.length());
  }

  private void requireFile(String why) {
    if (fixedLength != 0) {
      throw new UnsupportedOperationException("shared memory " + name + " is not a file: " + why);
    }
  }

  private static void require(NamedMemory.Outcome outcome) throws IOException {
    if (outcome.errno() == Errno.ENOSYS && outcome.why() != null) {
      throw new UnsupportedOperationException(outcome.call() + ": " + outcome.why());
    }
    if (outcome.errno() != 0) {
      throw Failure.of(outcome.call(), outcome.arguments(), outcome.errno(), outcome.why());
    }
  }

  private static void check(SystemCall call, String arguments, int result, String cause)
      throws IOException {
    if (result < 0) {
      String hint = cause == null ? NativeAccess.os().hint(call, -result) : cause;
      throw Failure.of(call.toString(), arguments, -result, hint);
    }
  }
}
