package io.github.mmap4j;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.mmap4j.internal.access.CloseLock;
import io.github.mmap4j.internal.fault.FaultExit;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.FileCopy;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.Pages;
import io.github.mmap4j.internal.os.PathBytes;
import io.github.mmap4j.internal.os.Platform;
import io.github.mmap4j.internal.os.SystemCalls;
import io.github.mmap4j.internal.trace.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

// This file is longer than others, because all states of the channel are handled in one place.
/** A file that the JDK maps through an open channel, without native access. */
final class ChannelBacking implements Backing {
  private final MapSpec spec;
  private final boolean ownsChannel;

  /** The path of a file that is only read, or null. */
  private final Path path;

  private volatile FileChannel channel;

  /** The copy of the file that the memory shows, or null if unknown. */
  private volatile FileCopy copy;

  private ChannelBacking(MapSpec spec, FileChannel channel, Path path, FileCopy copy) {
    this.spec = spec;
    this.channel = channel;
    this.ownsChannel = path != null;
    this.path = path;
    this.copy = copy;
  }

  /** Maps the file of the caller's {@code channel}, which stays open. */
  static Opened of(MapSpec spec, FileChannel channel) throws IOException {
    return uninterrupted(new ChannelBacking(spec, channel, null, null)::map);
  }

  /**
   * Opens and maps the file at {@code path}. On Windows, a file that is too short is first
   * extended.
   */
  static Opened ofPath(MapSpec spec, Path path, Platform platform) throws IOException {
    if (spec.isWritable() && !PathBytes.isSystemPath(path)) {
      try (FileChannel reading = open(path, EnumSet.of(StandardOpenOption.READ))) {
        requireMapping(reading, spec.source());
      }
    }
    // Identifies the copy before opening it, so that a refresh notices a copy made meanwhile.
    boolean mayBeCopied = !spec.isWritable() && PathBytes.isSystemPath(path);
    FileCopy copy = mayBeCopied ? FileCopy.of(path) : null;
    FileChannel channel = open(spec, path);
    try {
      ChannelBacking backing = new ChannelBacking(spec, channel, path, copy);
      return uninterrupted(() -> backing.mapExtended(platform));
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel open(MapSpec spec, Path path) throws IOException {
    // The JDK maps a private copy only through a channel that is open for writing.
    Set<StandardOpenOption> options =
        spec.isWritable()
            ? EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
            : EnumSet.of(StandardOpenOption.READ);
    return open(path, options);
  }

  private static FileChannel open(Path path, Set<StandardOpenOption> options) throws IOException {
    try {
      return FileChannel.open(path, options);
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw failedToOpen(path, e);
    } catch (UnsupportedOperationException e) {
      throw unmappable(path.toString(), path.getFileSystem().toString(), e);
    }
  }

  private Opened mapExtended(Platform platform) throws IOException {
    long size = channel.size();
    if (platform != Platform.WINDOWS || !spec.extendsFile(size)) {
      return map();
    }
    long end = spec.offset() + spec.length();
    extend(end);
    try {
      return map();
    } catch (IOException | RuntimeException e) {
      ungrow(size, end, e);
      throw e;
    }
  }

  /**
   * Returns the JDK's exception for a file that can't be opened, with an {@link MmapException} as
   * its cause.
   */
  private static IOException failedToOpen(Path path, FileSystemException cause) {
    int errno = cause instanceof NoSuchFileException ? Errno.ENOENT : Errno.EACCES;
    return new MmapException("FileChannel.open", path.toString(), errno, null)
        .causedBy(cause)
        .whileOpening(path.toString());
  }

  /**
   * Calls the channel. If the thread has been interrupted, this is hidden from the channel, which
   * would otherwise close itself for all threads.
   */
  private static <R> R uninterrupted(CloseLock.Call<R, IOException> call) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      return call.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Opened map() throws IOException {
    long length = spec.lengthIn(channel.size());
    if (!new Pages(NativeAccess.allocationGranularity()).isStart(spec.offset())) {
      throw new MmapException(
          "FileChannel.map",
          "offset=" + spec.offset(),
          Errno.EINVAL,
          "offset is not a multiple of ALLOCATIONGRANULARITY, "
              + NativeAccess.allocationGranularity());
    }
    try (var _ = Trace.map(spec.source(), spec.offset(), length)) {
      if (length == 0) {
        requireNoBytes();
      }
      return new Opened(this, region(map(Region.newArena(spec.confined()), length), length));
    } catch (NonWritableChannelException | NonReadableChannelException e) {
      throw notOpenFor(e);
    } catch (UnsupportedOperationException e) {
      throw unmappable(spec.source(), channel.getClass().getName(), e);
    }
  }

  /**
   * Throws an exception if the file may have bytes although its length is 0, as devices and the
   * files of {@code /proc} have.
   */
  private void requireNoBytes() throws IOException {
    if (path != null && !Files.isRegularFile(path)) {
      throw new IllegalArgumentException(
          spec.source() + ": it has no length to map, because it is not a regular file");
    }
    boolean hasBytes = channel.read(ByteBuffer.allocate(1), 0) > 0;
    if (hasBytes && channel.size() == 0) { // did not grow meanwhile
      throw new IllegalArgumentException(
          spec.source() + ": a file that has bytes but no length can't be mapped; read it instead");
    }
  }

  /**
   * Throws an exception if the file system of {@code channel} can't map files. Changes nothing,
   * even if the channel is one that writes its file back when it is closed.
   */
  static void requireMapping(FileChannel channel, String source) throws IOException {
    try {
      uninterrupted(() -> channel.map(FileChannel.MapMode.READ_ONLY, 0, 0));
    } catch (UnsupportedOperationException e) {
      throw unmappable(source, channel.getClass().getName(), e);
    }
  }

  /** Returns the exception for a file whose file system, described by {@code by}, can't map it. */
  static UnsupportedOperationException unmappable(String source, String by, Throwable cause) {
    return new UnsupportedOperationException(
        source
            + ": this file system can't map files ("
            + by
            + "); copy the file to the default file system, and map the copy",
        cause);
  }

  /**
   * Mapped memory with its arena, and the hook that removes the memory from the guard's table
   * before the arena unmaps the memory.
   */
  private record Mapped(Arena arena, MemorySegment memory, FaultExit exit) {}

  private Mapped map(Arena arena, long length) throws IOException {
    FaultExit exit = new FaultExit(!spec.confined());
    exit.by(arena);
    try {
      MemorySegment memory = channel.map(ChannelMemory.mode(spec), spec.offset(), length, arena);
      exit.by(arena);
      return new Mapped(arena, memory, exit);
    } catch (IOException e) {
      arena.close();
      throw notShared(e);
    } catch (Throwable e) {
      arena.close();
      throw e;
    }
  }

  /** Explains the JDK's exception for a file system that maps files only privately. */
  private IOException notShared(IOException cause) {
    return !spec.isPrivate() && canBeRead() && isNoDevice(cause)
        ? new MmapException(
                "FileChannel.map",
                "access=" + spec.access(),
                Errno.ENODEV,
                "this file system maps files only privately: to read, map by path with native access; to write, copy the file to another file system")
            .causedBy(cause)
        : cause;
  }

  /** Returns whether the channel has bytes, which a folder, for example, has not. */
  private boolean canBeRead() {
    try {
      return channel.read(ByteBuffer.allocate(1), 0) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Returns whether an exception stands for ENODEV. The JDK passes on only the C library's text for
   * an errno, in the language of the system. So this compares the text with that for a folder,
   * which no file system of Linux maps.
   */
  private static boolean isNoDevice(IOException e) {
    if (Platform.current() != Platform.LINUX) {
      return false;
    }
    try (FileChannel folder = FileChannel.open(Path.of("/"));
        Arena arena = Arena.ofConfined()) {
      if (folder.size() > 0) { // otherwise the JDK itself refuses to map a byte
        folder.map(FileChannel.MapMode.READ_ONLY, 0, 1, arena);
      }
      return false;
    } catch (IOException noDevice) {
      return Objects.equals(e.getMessage(), noDevice.getMessage());
    } catch (UnsupportedOperationException otherDefaultFileSystem) {
      return false;
    }
  }

  private MmapException notOpenFor(RuntimeException cause) {
    boolean copy = spec.isPrivate();
    return new MmapException(
            "FileChannel.map",
            "access=" + spec.access(),
            Errno.EACCES,
            copy
                ? "the JDK maps a private copy only over a channel that may write; map by path or fileno"
                : "the channel must be open for reading, and for writing unless access is READ")
        .causedBy(cause);
  }

  private Region region(Mapped mapped, long length) {
    ChannelMemory held = new ChannelMemory(spec, channel, ownsChannel, mapped.memory, length);
    mapped.exit.of(held);
    return new Region(mapped.arena, mapped.memory.asSlice(0, length), held);
  }

  @Override
  public boolean isFile() {
    return true;
  }

  @Override
  public long size(long mappedLength) throws IOException {
    return uninterrupted(channel::size);
  }

  @Override
  public long spaceLeft() {
    return -1;
  }

  @Override
  public void flush(MemorySegment memory, long offset, long size, Set<Sync> flags)
      throws IOException {
    if (!flags.equals(EnumSet.of(Sync.SYNC))) {
      throw refused("flush flags " + flags);
    }
    if (!NativeAccess.pages().isStart(offset)) {
      throw new MmapException(
          "MemorySegment.force",
          "offset=" + offset,
          Errno.EINVAL,
          "offset is not a multiple of PAGESIZE, " + NativeAccess.pageSize());
    }
    try {
      memory.asSlice(offset, size).force();
    } catch (UncheckedIOException e) {
      throw notWritten(offset, size, e.getCause());
    }
  }

  private static MmapException notWritten(long offset, long size, IOException cause) {
    return new MmapException(
            "MemorySegment.force",
            "offset=" + offset + ", size=" + size,
            Errno.EIO,
            "the JDK says: " + cause.getMessage())
        .causedBy(cause);
  }

  @Override
  public void advise(MemorySegment range, Advice advice) {
    throw refused("madvise");
  }

  @Override
  public SystemCalls system(String what) {
    throw refused(what);
  }

  /**
   * Queries the JDK, which can tell only whether a whole range is in memory, and on Windows always
   * answers no. The JDK widens the range to whole pages.
   */
  @Override
  public void residency(MemorySegment range, MemorySegment vector) {
    if (!tellsResidency()) {
      throw refused("residency");
    }
    int page = NativeAccess.pageSize();
    boolean all = range.isLoaded();
    for (long i = 0; i * page < range.byteSize(); i++) {
      long start = i * page;
      MemorySegment one = range.asSlice(start, Math.min(page, range.byteSize() - start));
      vector.set(JAVA_BYTE, i, (byte) (all || one.isLoaded() ? 1 : 0));
    }
  }

  private static boolean tellsResidency() {
    return Platform.current() != Platform.WINDOWS;
  }

  @Override
  public void evict(long length) {
    throw refused("evict");
  }

  @Override
  public void name(MemorySegment memory, String name) {
    throw new UnsupportedOperationException(
        "only anonymous memory can be named; this is " + spec.source());
  }

  private static UnsupportedOperationException refused(String what) {
    return new UnsupportedOperationException(
        what
            + ": a mapping made by a FileChannel can't do this; map by path or fileno"
            + (NativeAccess.os() == null ? " (" + NativeAccess.missing() + ")" : ""));
  }

  /**
   * Maps the longer of the two lengths before truncating the file, so that nothing can fail after
   * the truncation. The new segment covers only bytes that the file has.
   */
  @Override
  public Resized resize(Region old, long newLength) throws IOException {
    return uninterrupted(() -> resized(old, newLength));
  }

  private Resized resized(Region old, long newLength) throws IOException {
    long fileEnd = spec.offset() + newLength;
    long size = channel.size();
    long oldLength = old.length();
    if (fileEnd > size) {
      extend(fileEnd);
    }
    Mapped mapped;
    try {
      mapped = replaced(old, Math.max(oldLength, newLength));
    } catch (IOException | RuntimeException e) {
      ungrow(size, fileEnd, e);
      throw e;
    }
    try {
      if (fileEnd < channel.size()) { // also true if map() has extended the file
        channel.truncate(fileEnd);
      }
    } catch (Throwable e) {
      return new Resized(region(mapped, oldLength), e);
    }
    return new Resized(region(mapped, newLength), null);
  }

  /** Maps {@code length} bytes and gives up {@code old}; on failure, {@code old} is unchanged. */
  private Mapped replaced(Region old, long length) throws IOException {
    Mapped mapped = map(Region.newArena(spec.confined()), length);
    try {
      old.closeArena();
    } catch (Throwable e) {
      mapped.arena.close();
      throw e;
    }
    old.forget();
    return mapped;
  }

  @Override
  public Resized refresh(Region old, long newLength) throws IOException {
    if (spec.isPrivate() && old.length() > 0) {
      throw refused("refresh of a private copy, whose written pages would be lost");
    }
    return uninterrupted(
        () ->
            isOutdated()
                ? latest(old, newLength)
                : new Resized(region(replaced(old, newLength), newLength), null));
  }

  /** Returns whether the file has been copied since. A file that was renamed is not looked for. */
  @Override
  public boolean isOutdated() {
    FileCopy shown = copy;
    FileCopy present = shown == null ? null : FileCopy.of(path);
    return present != null && present.isOfSameFile(shown) && !present.isSameAs(shown);
  }

  @Override
  public boolean mayBeOutdated() {
    return path == null && !spec.isWritable() && Platform.current() == Platform.LINUX;
  }

  /** Maps the file's present copy through a new channel, and closes the old channel. */
  private Resized latest(Region old, long newLength) throws IOException {
    FileChannel before = channel;
    FileCopy present = FileCopy.of(path);
    FileChannel anew = open(spec, path);
    channel = anew;
    Region region;
    try {
      region = region(replaced(old, newLength), newLength);
    } catch (IOException | RuntimeException | Error e) {
      channel = before;
      anew.close();
      throw e;
    }
    copy = present;
    try {
      before.close();
    } catch (IOException e) {
      return new Resized(region, e);
    }
    return new Resized(region, null);
  }

  private void extend(long length) throws IOException {
    channel.write(ByteBuffer.allocate(1), length - 1);
  }

  private void ungrow(long size, long grown, Exception cause) {
    try {
      if (grown > size && channel.size() == grown) {
        channel.truncate(size);
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> all = EnumSet.of(Capability.SIZE);
    if (!spec.isPrivate()) {
      all.add(Capability.SHARED);
    }
    if (spec.isWritable() && !spec.isPrivate()) {
      all.add(Capability.RESIZE);
    }
    if (tellsResidency()) {
      all.add(Capability.RESIDENCY);
    }
    return all;
  }
}
