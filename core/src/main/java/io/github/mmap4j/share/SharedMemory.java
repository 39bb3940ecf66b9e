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

/**
 * Memory that several processes of one user hold at once: with a name by which they find it, or
 * without one, handed from process to process by a {@linkplain #token() token}.
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
 * A name is 1 to 30 printable ASCII characters without {@code /} and {@code \}, and does not begin
 * with a full stop: that is what all systems take. Other programs find the memory under the same
 * name: it is {@code shm_open}'s, so Python's {@code multiprocessing.shared_memory} opens it. Only
 * the same user can (mode 0600), and no symbolic link is followed.
 *
 * <p>Who made a name owns it: {@link #close} takes it away, and so does the virtual machine's own
 * end. What others have opened or mapped stays theirs. An owner that was killed leaves its name
 * behind; {@link #list} tells it from those whose owner lives, and {@link #removeStale} takes it
 * away. {@link #keep} leaves a name on purpose.
 *
 * <h2>Lifetime and threads</h2>
 *
 * An object holds one descriptor until it is closed, and its token is good for as long. Mappings
 * that were {@linkplain #map() made} of it live on. Memory without a name that nobody closes is
 * given back once it is unreachable. Any thread may call any method; after close all but {@code
 * close} throw {@link IllegalStateException}.
 *
 * <h2>Systems</h2>
 *
 * All of this is on Linux, with native access. Sources: {@code shm_overview(7)}, {@code
 * memfd_create(2)}. On macOS and Windows memory has a name, and these rules:
 *
 * <ul>
 *   <li>no memory without a name, and so no tokens and no seals; no list of names;
 *   <li>the memory has one length for ever. Who makes it or says its length maps that; who opens it
 *       by its name alone maps the last page to its end;
 *   <li>{@link SharedWords} and {@link SharedPipe} look for what they wait for each millisecond;
 *   <li>macOS ({@code shm_open(2)}): the name of an owner that was killed stays until {@link
 *       #unlink} takes it away. Nothing tells a name's memory from what others make under it later:
 *       where they unlink it and make it anew, the first owner's close takes theirs away. No
 *       private copy is mapped ({@link Access#COPY}: EINVAL);
 *   <li>Windows ({@code CreateFileMappingW}, {@code OpenFileMappingW}): the name is there for as
 *       long as any process has the memory open, and is seen in one session of a user; nothing is
 *       unlinked or kept.
 * </ul>
 *
 * <p>What a system has not throws {@link UnsupportedOperationException} with the reason; so does
 * all of it on other systems. Neither was run on its system.
 */
public final class SharedMemory implements AutoCloseable {
  private final String name;
  private final boolean writable;
  private final Descriptor descriptor;

  /** Where the name is; null without one. */
  private final NamedMemory names;

  /** The length that the memory has for ever; 0 where it is a file's, which is asked. */
  private final long fixedLength;

  /** Memory without a name. */
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

  // ---- by name

  /**
   * Makes memory of zeros under a name that is free. It is this process's to take away.
   *
   * @param name as {@linkplain SharedMemory above}
   * @param length bytes, at least 1; room for them is taken at once
   * @return the memory, to be closed
   * @throws IllegalArgumentException if the name or length is not of that kind
   * @throws UnsupportedOperationException if this system has none, or native access is denied
   * @throws MmapException if the name is taken (EEXIST): the message tells by whom and how long it
   *     is; if there is no room (ENOSPC); or as the system says
   * @throws IOException always as {@link MmapException}
   */
  public static SharedMemory create(String name, long length) throws IOException {
    return create(names(name), name, length);
  }

  static SharedMemory create(NamedMemory names, String name, long length) throws IOException {
    requireLength(length);
    return named(names, name, true, names.create(name, length));
  }

  /**
   * Opens memory by its name for reading and writing. Its name stays its owner's.
   *
   * @param name as {@linkplain SharedMemory above}
   * @return the memory, to be closed
   * @throws IllegalArgumentException if the name is not of that kind
   * @throws UnsupportedOperationException as {@link #create}
   * @throws MmapException if there is none (ENOENT); if it is another user's (EACCES) or a symbolic
   *     link (ELOOP): the message tells whose
   * @throws IOException always as {@link MmapException}
   */
  public static SharedMemory open(String name) throws IOException {
    return open(name, Access.WRITE);
  }

  /**
   * As {@link #open(String)}.
   *
   * @param name as {@linkplain SharedMemory above}
   * @param access {@link Access#READ}, and then it can't be written through this object; others
   *     mean reading and writing
   * @return the memory, to be closed
   * @throws IOException as {@link #open(String)}
   */
  public static SharedMemory open(String name, Access access) throws IOException {
    return open(names(name), name, access);
  }

  static SharedMemory open(NamedMemory names, String name, Access access) throws IOException {
    boolean writing = access != Access.READ;
    return named(names, name, writing, names.open(name, writing));
  }

  /**
   * Opens memory by its name, or makes it where there is none: for processes of which nobody knows
   * who comes first. Who has made it {@linkplain #isOwner() owns} it.
   *
   * @param name as {@linkplain SharedMemory above}
   * @param length bytes, at least 1
   * @return the memory, to be closed
   * @throws IOException as {@link #create} and {@link #open(String)}; also if the memory that is
   *     there has another length (EEXIST)
   */
  public static SharedMemory createOrOpen(String name, long length) throws IOException {
    return createOrOpen(names(name), name, length);
  }

  static SharedMemory createOrOpen(NamedMemory names, String name, long length) throws IOException {
    requireLength(length);
    return named(names, name, true, names.createOrOpen(name, length));
  }

  /**
   * Takes a name away, whoever owns it, as {@code shm_unlink} does. What processes have opened or
   * mapped stays theirs.
   *
   * @param name as {@linkplain SharedMemory above}
   * @return whether there was one
   * @throws IllegalArgumentException if the name is not of that kind
   * @throws UnsupportedOperationException as {@link #create}, and on Windows
   * @throws IOException if it is another user's
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
   * Lists the names that this library has made for this user, in whatever process, by name.
   *
   * @return the names of now
   * @throws UnsupportedOperationException as {@link #create}, and on macOS and Windows
   * @throws IOException if the system can't list them
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
   * Takes away each name whose owner was killed: never one whose owner lives, nor one that was
   * {@linkplain #keep() kept}. Processes that still have such memory open keep it.
   *
   * @return the names that are gone
   * @throws UnsupportedOperationException as {@link #create}, and on macOS and Windows
   * @throws IOException if the system can't list them
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

  // ---- without a name

  /**
   * Makes memory of zeros without a name.
   *
   * @param length bytes, at least 1
   * @return the memory, to be closed
   * @throws IllegalArgumentException if the length is less
   * @throws UnsupportedOperationException as {@link #create}, and on macOS and Windows
   * @throws IOException if the system refuses
   */
  public static SharedMemory anonymous(long length) throws IOException {
    SystemCalls os = Descriptor.os();
    requireLength(length);
    String label = "mmap4j-shared";
    int fd = NativeAccess.ipcCalls().sealable(label);
    check(SystemCall.MEMFD_CREATE, label, fd, null);
    int sized = os.truncate(fd, length);
    if (sized < 0) {
      os.close(fd);
    }
    check(SystemCall.FTRUNCATE, fd + ", " + length, sized, null);
    return new SharedMemory(true, fd);
  }

  /**
   * Opens the memory that a {@linkplain #token() token} of another process, or of this one, means.
   *
   * @param token what {@link #token()} gave
   * @return the memory, to be closed
   * @throws IllegalArgumentException if it is no token
   * @throws UnsupportedOperationException as {@link #create}
   * @throws MmapException if the process has ended or has closed the memory (ENOENT), or belongs to
   *     another user (EACCES)
   * @throws IOException always as {@link MmapException}
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
   * A short text by which another process of this user {@linkplain #attach attaches} this memory,
   * with the same access. It is good until this object is closed or this process ends; letters,
   * digits and full stops, so that it is safe as an argument or in an environment. It is no secret:
   * who is another user can't use it. Both processes must see each other's numbers (the same {@code
   * /proc}), which containers may prevent.
   *
   * @return the token
   * @throws IllegalStateException if this is closed
   * @throws UnsupportedOperationException if no process finds it so, as on macOS and Windows
   */
  public String token() {
    return token(writable);
  }

  /**
   * As {@link #token()}, but for reading only. That binds who attaches by this library; against
   * others of the same user, {@linkplain #seal seal} the memory.
   *
   * @return the token
   * @throws IllegalStateException if this is closed
   * @throws UnsupportedOperationException if no process finds it so, as on macOS and Windows
   */
  public String readOnlyToken() {
    return token(false);
  }

  private String token(boolean forWriting) {
    requireFile("a token is for memory that other processes find in /proc");
    return descriptor.use(fd -> Token.of(fd, NativeAccess.os().status(fd), forWriting).toString());
  }

  // ---- what it is

  /** {@return the name, if it has one} */
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /**
   * {@return a file's name by which other programs of this user open the memory: {@code
   * /dev/shm/NAME}, or {@code /proc/PROCESS/fd/DESCRIPTOR}, which is good until this is closed}
   *
   * @throws IllegalStateException if this is closed
   * @throws UnsupportedOperationException if it is no file, as on macOS and Windows
   */
  public Path path() {
    requireFile("no file's name leads to it");
    return descriptor.use(
        fd ->
            Path.of(
                name != null
                    ? names.path(name)
                    : "/proc/" + ProcessHandle.current().pid() + "/fd/" + fd));
  }

  /**
   * {@return how many bytes it has now}
   *
   * @throws IllegalStateException if this is closed
   * @throws IOException if the system can't tell
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

  /** {@return whether its name goes with this object} */
  public boolean isOwner() {
    return descriptor.isOwner();
  }

  /**
   * Lets the name, and so the memory, outlast this object and this process. From then on only
   * {@link #unlink} takes it away.
   *
   * @throws IllegalStateException if this is closed, or is not the name's owner
   * @throws UnsupportedOperationException if names can't be left, as on Windows
   * @throws IOException if the system refuses
   */
  public void keep() throws IOException {
    descriptor.call(
        fd -> {
          int result = descriptor.keep();
          if (result == -Errno.ENOSYS) {
            throw new UnsupportedOperationException(
                "keep: the name is there for as long as a process has the memory open");
          }
          check(SystemCall.PWRITE, name, result, null);
          return null;
        });
  }

  // ---- seals

  /**
   * Rules out what the seals name, for all processes and for ever. With {@link Seal#SHRINK} whoever
   * has the memory can trust that touching it meets no fault.
   *
   * @param seals any
   * @throws IllegalStateException if this is closed
   * @throws UnsupportedOperationException if the memory has a name: such memory can't be sealed; or
   *     this system lacks the seal
   * @throws IOException if the memory is sealed against further seals (EPERM), or {@link
   *     Seal#WRITE} is asked for while it is mapped for writing (EBUSY)
   */
  public void seal(Seal... seals) throws IOException {
    int bits = bits(seals);
    if (name != null) {
      throw new UnsupportedOperationException(
          "shared memory " + name + " has a name, and can't be sealed: make it by anonymous()");
    }
    String busy = "it is mapped for writing; Seal.FUTURE_WRITE is not refused then";
    descriptor.call(
        fd -> {
          int result = NativeAccess.ipcCalls().addSeals(fd, bits);
          String cause = result == -Errno.EBUSY ? busy : "it takes no further seal";
          check(SystemCall.FCNTL, "F_ADD_SEALS, " + List.of(seals), result, cause);
          return null;
        });
  }

  /**
   * {@return the seals that the memory has; none where it has a name}
   *
   * @throws IllegalStateException if this is closed
   */
  public Set<Seal> seals() {
    return descriptor.use(
        fd -> {
          Set<Seal> all = EnumSet.noneOf(Seal.class);
          // What can't be sealed counts as sealed against seals.
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
   * @param seals any
   * @throws IllegalStateException if this is closed
   */
  public boolean isSealed(Seal... seals) {
    return seals().containsAll(List.of(seals));
  }

  private static int bits(Seal... seals) {
    int bits = 0;
    for (Seal seal : seals) {
      bits |= seal.value();
    }
    return bits;
  }

  // ---- use

  /**
   * Maps all of it: for reading and writing where that is possible, else for reading. The mapping
   * is independent of this object.
   *
   * @return the mapping, to be closed
   * @throws IllegalStateException if this is closed
   * @throws IOException as {@link io.github.mmap4j.MmapBuilder#map()} says
   */
  public Mmap map() throws IOException {
    return map(isWritable() ? Access.WRITE : Access.READ);
  }

  /** Whether it can be mapped for writing anew. */
  boolean isWritable() {
    Set<Seal> seals = seals();
    return writable && !seals.contains(Seal.WRITE) && !seals.contains(Seal.FUTURE_WRITE);
  }

  /**
   * Maps all of it.
   *
   * @param access what may be done with the bytes
   * @return the mapping, to be closed
   * @throws IllegalStateException if this is closed
   * @throws MmapException if it is open or sealed for reading only, and writing was asked for
   *     (EACCES, EPERM)
   * @throws IOException as {@link io.github.mmap4j.MmapBuilder#map()} says
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

  /** By a descriptor for reading: only so can memory be mapped that is sealed against writing. */
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
   * Maps all of it for numbers that several processes change.
   *
   * @return to be closed
   * @throws IllegalStateException if this is closed
   * @throws IOException as {@link #map()}
   */
  public SharedWords words() throws IOException {
    return fixedLength != 0
        ? new SharedWords(map(), true, null)
        : new SharedWords(map(), isSealed(Seal.SHRINK));
  }

  /**
   * Lets go of the memory, and takes its name away if this is its {@linkplain #isOwner() owner}.
   * Again it does nothing.
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
      throw new UnsupportedOperationException("shared memory " + name + " is no file: " + why);
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
