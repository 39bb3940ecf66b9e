package io.github.mmap4j;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.PathBytes;
import io.github.mmap4j.internal.os.Platform;
import io.github.mmap4j.internal.os.SimulatedKernel32;
import io.github.mmap4j.internal.os.SystemCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The ways to make a mapping. What one of them promises, all promise, but for what is said here.
 */
enum Kind {
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
  /** By its path, where native access is denied. */
  JDK_PATH(0),
  UNTRACKED(0),
  /** A file by the page for Windows, over a simulated one. */
  WINDOWS(0),
  /** On a system that can't lengthen memory in place. */
  WITHOUT_REMAP(0),
  PRIVATE_WITHOUT_REMAP(0);

  /** Where in its file the mapping begins. */
  final long offset;

  Kind(long offset) {
    this.offset = offset;
  }

  boolean isAnonymous() {
    return this == SHARED || isPrivateAnonymous();
  }

  boolean isPrivateAnonymous() {
    return this == PRIVATE || this == PRIVATE_WITHOUT_REMAP;
  }

  boolean isFile() {
    return !isAnonymous();
  }

  boolean isChannel() {
    return this == CHANNEL || this == CHANNEL_COPY || this == CHANNEL_READ;
  }

  /** Whether the JDK has made it, and not the system's calls. */
  boolean isJdk() {
    return isChannel() || this == JDK_PATH;
  }

  /** Whether advice reaches a system; Windows takes nearly none. */
  boolean takesAdvice() {
    return !isJdk() && this != WINDOWS;
  }

  boolean isCopy() {
    return this == COPY || this == CHANNEL_COPY;
  }

  boolean isReadOnly() {
    return this == READ || this == CHANNEL_READ;
  }

  /** Whether what is written to the memory is seen in the file. */
  boolean writesFile() {
    return isFile() && !isReadOnly() && !isCopy();
  }

  boolean canResize() {
    return !isReadOnly() && !isCopy() && this != UNTRACKED;
  }

  Access access() {
    return isReadOnly() ? Access.READ : isCopy() ? Access.COPY : Access.DEFAULT;
  }

  /** Maps {@code content}, which is put into a new file in {@code directory} where there is one. */
  Mapped map(Path directory, byte[] content) throws IOException {
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

  /** Maps {@code length} bytes of zero; the file is sparse. */
  Mapped mapZeros(Path directory, long length) throws IOException {
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
    return switch (this) {
      case PATH -> new Mapped(this, file, null, Mmap.open(file));
      case FILENO -> byDescriptor(file);
      case CHANNEL, CHANNEL_COPY -> byChannel(file, StandardOpenOption.WRITE);
      case CHANNEL_READ -> byChannel(file, StandardOpenOption.READ);
      case WINDOWS ->
          new Mapped(this, file, null, Mmap.builder().path(file).map(new SimulatedKernel32().os()));
      case JDK_PATH ->
          new Mapped(this, file, null, Mmap.builder().path(file).map((SystemCalls) null));
      case SHARED -> new Mapped(this, null, null, Mmap.anonymous(length));
      case PRIVATE -> new Mapped(this, null, null, privateMemory(length).map());
      case PRIVATE_WITHOUT_REMAP ->
          new Mapped(
              this, null, null, privateMemory(length).map(new WithoutRemap(NativeAccess.os())));
      case WITHOUT_REMAP ->
          new Mapped(
              this, file, null, Mmap.builder().path(file).map(new WithoutRemap(NativeAccess.os())));
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

  /** The caller's own descriptor is closed before the mapping is used. */
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

  /** Bytes that differ from their neighbours and from those a page away. */
  static byte[] content(int length) {
    byte[] content = new byte[length];
    for (int i = 0; i < length; i++) {
      content[i] = (byte) (i * 31 + i / 256 * 7);
    }
    return content;
  }
}
