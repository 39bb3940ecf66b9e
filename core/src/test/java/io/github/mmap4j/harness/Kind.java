package io.github.mmap4j.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.Access;
import io.github.mmap4j.Internals;
import io.github.mmap4j.MapFlag;
import io.github.mmap4j.Mmap;
import io.github.mmap4j.MmapBuilder;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.PathBytes;
import io.github.mmap4j.internal.os.Platform;
import io.github.mmap4j.internal.os.SimulatedWindows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lists the ways to make a mapping. All have the same contract, except where the methods of this
 * enum say otherwise.
 */
public enum Kind {
  PATH(0),
  FILENO(0),
  CHANNEL(0),
  SHARED(0),
  PRIVATE(0),
  COPY(0),
  READ(0),
  OFFSET(3L * Mmap.ALLOCATIONGRANULARITY),
  CONFINED(0),
  CHANNEL_COPY(0),
  CHANNEL_READ(Mmap.ALLOCATIONGRANULARITY),
  /** A file mapped by its path where native access is denied. */
  JDK_PATH(0),
  UNTRACKED(0),
  /** A file mapped by the Windows calls on a simulated Windows. */
  WINDOWS(0),
  /** A file mapped on a system that can't lengthen memory in place. */
  WITHOUT_REMAP(0),
  PRIVATE_WITHOUT_REMAP(0),
  /** A file mapped with addresses to grow into. */
  RESERVED(Mmap.ALLOCATIONGRANULARITY),
  PRIVATE_RESERVED(0);

  private static final long MAXIMUM = 1L << 40;

  /** The offset of the mapping in its file. */
  public final long offset;

  Kind(long offset) {
    this.offset = offset;
  }

  public boolean isAnonymous() {
    return this == SHARED || isPrivateAnonymous();
  }

  public boolean isPrivateAnonymous() {
    return this == PRIVATE || this == PRIVATE_WITHOUT_REMAP || isReservedPrivate();
  }

  private boolean isReservedPrivate() {
    return this == PRIVATE_RESERVED;
  }

  /** Returns whether the mapping grows in place, so that views made before stay valid. */
  public boolean growsInPlace() {
    return this == RESERVED || isReservedPrivate();
  }

  public boolean isFile() {
    return !isAnonymous();
  }

  public boolean isChannel() {
    return this == CHANNEL || this == CHANNEL_COPY || this == CHANNEL_READ;
  }

  /** Returns whether the JDK makes the mapping, not the system's calls. */
  public boolean isJdk() {
    return isChannel() || this == JDK_PATH;
  }

  /** Returns whether advice reaches the system; Windows takes almost none. */
  public boolean takesAdvice() {
    return !isJdk() && this != WINDOWS;
  }

  public boolean isCopy() {
    return this == COPY || this == CHANNEL_COPY;
  }

  public boolean isReadOnly() {
    return this == READ || this == CHANNEL_READ;
  }

  /** Returns whether writes to the memory reach the file. */
  public boolean writesFile() {
    return isFile() && !isReadOnly() && !isCopy();
  }

  public boolean canResize() {
    return !isReadOnly() && !isCopy() && this != UNTRACKED;
  }

  public Access access() {
    return isReadOnly() ? Access.READ : isCopy() ? Access.COPY : Access.DEFAULT;
  }

  /** Maps {@code content}; a kind with a file gets a new one in {@code directory}. */
  public Mapped map(Path directory, byte[] content) throws IOException {
    Path file = directory.resolve(name());
    if (isFile()) {
      try (FileChannel channel = create(file)) {
        channel.write(ByteBuffer.wrap(content), offset);
      }
    }
    Mapped mapped = map(file, content.length);
    if (isAnonymous()) {
      mapped.mmap().setSlice(0, content);
    }
    return mapped;
  }

  /** Maps {@code length} zero bytes; the file is sparse. */
  public Mapped mapZeros(Path directory, long length) throws IOException {
    Path file = directory.resolve(name());
    if (isFile()) {
      try (FileChannel channel = create(file)) {
        channel.write(ByteBuffer.allocate(1), offset + length - 1);
      }
    }
    return map(file, length);
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
  }

  private Mapped map(Path file, long length) throws IOException {
    assumeTrue(isJdk() || NativeAccess.os() != null, NativeAccess.missing());
    assumeTrue(
        this != WINDOWS || Platform.current() == Platform.LINUX && Mmap.PAGESIZE == 4096,
        "simulated over Linux with pages of 4096 bytes");
    assumeTrue(
        !growsInPlace() || Platform.current() == Platform.LINUX, "only Linux reserves addresses");
    return switch (this) {
      case PATH -> new Mapped(this, file, null, Mmap.open(file));
      case FILENO -> byDescriptor(file);
      case CHANNEL, CHANNEL_COPY -> byChannel(file, StandardOpenOption.WRITE);
      case CHANNEL_READ -> byChannel(file, StandardOpenOption.READ);
      case WINDOWS ->
          new Mapped(
              this,
              file,
              null,
              Internals.map(Mmap.builder().path(file), new SimulatedWindows().os()));
      case JDK_PATH -> new Mapped(this, file, null, Internals.map(Mmap.builder().path(file), null));
      case SHARED -> new Mapped(this, null, null, Mmap.anonymous(length));
      case PRIVATE -> new Mapped(this, null, null, privateMemory(length).map());
      case PRIVATE_RESERVED ->
          new Mapped(this, null, null, privateMemory(length).reserve(MAXIMUM).map());
      case RESERVED ->
          new Mapped(
              this, file, null, Mmap.builder().path(file).offset(offset).reserve(MAXIMUM).map());
      case PRIVATE_WITHOUT_REMAP ->
          new Mapped(
              this,
              null,
              null,
              Internals.map(privateMemory(length), new WithoutRemap(NativeAccess.os())));
      case WITHOUT_REMAP ->
          new Mapped(
              this,
              file,
              null,
              Internals.map(Mmap.builder().path(file), new WithoutRemap(NativeAccess.os())));
      case COPY, READ, OFFSET ->
          new Mapped(
              this, file, null, Mmap.builder().path(file).access(access()).offset(offset).map());
      case CONFINED -> new Mapped(this, file, null, Mmap.builder().path(file).confined().map());
      case UNTRACKED ->
          new Mapped(this, file, null, Mmap.builder().path(file).trackFd(false).map());
    };
  }

  private static MmapBuilder privateMemory(long length) {
    return Mmap.builder().anonymous().length(length).flags(MapFlag.PRIVATE);
  }

  /** Maps a descriptor, and closes it before the mapping is used. */
  private Mapped byDescriptor(Path file) throws IOException {
    int fd = NativeAccess.os().open(PathBytes.of(file), true);
    try {
      return new Mapped(this, file, null, Mmap.builder().fileno(fd).map());
    } finally {
      NativeAccess.os().close(fd);
    }
  }

  private Mapped byChannel(Path file, StandardOpenOption option) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, option);
    MmapBuilder builder = Mmap.builder().channel(channel).access(access()).offset(offset);
    return new Mapped(this, file, channel, builder.map());
  }

  /** Returns bytes that differ from their neighbours and from those a page away. */
  public static byte[] content(int length) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = (byte) (i * 31 + i / 256 * 7);
    }
    return content;
  }
}
