package io.github.mmap4j;

import io.github.mmap4j.internal.fault.FormerAddresses;
import io.github.mmap4j.internal.os.Errno;
import io.github.mmap4j.internal.os.NativeAccess;
import io.github.mmap4j.internal.os.Pages;
import io.github.mmap4j.internal.os.SystemCalls;
import io.github.mmap4j.internal.trace.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicLong;

/** The memory of a {@link ChannelBacking}; the JDK maps it, and system calls repair it. */
final class ChannelMemory extends MappedMemory {
  private static final long DISTANCE = 1 << 20;

  /**
   * The address under which the next empty memory is listed. The JDK gives such memory none, but
   * the guard lists memory by its address, so each gets one at which no memory can be.
   */
  private static final AtomicLong NOWHERE = new AtomicLong(1L << 62);

  private final MapSpec spec;
  private final FileChannel channel;
  private final boolean ownsChannel;

  ChannelMemory(
      MapSpec spec, FileChannel channel, boolean ownsChannel, MemorySegment memory, long length) {
    super(spec, listed(memory), memory.byteSize(), length);
    this.spec = spec;
    this.channel = channel;
    this.ownsChannel = ownsChannel;
    SystemCalls os = NativeAccess.os();
    if (os != null) {
      FormerAddresses.prepare(os);
    }
  }

  private static long listed(MemorySegment memory) {
    return memory.byteSize() > 0 ? memory.address() : NOWHERE.getAndAdd(DISTANCE);
  }

  static FileChannel.MapMode mode(MapSpec spec) {
    if (!spec.isWritable()) {
      return FileChannel.MapMode.READ_ONLY;
    }
    return spec.isPrivate() ? FileChannel.MapMode.PRIVATE : FileChannel.MapMode.READ_WRITE;
  }

  @Override
  protected Pages pages() {
    return NativeAccess.pages();
  }

  /**
   * Maps the pages again from an intact page, if there is one, because {@code FileChannel.map}
   * could extend the truncated file.
   */
  @Override
  boolean showAgain(long from) {
    SystemCalls os = NativeAccess.os();
    if (os == null) {
      return false;
    }
    if (from == address()) {
      return showAgainByChannel(os);
    }
    long begin = os.mapCopy(address(), pages().size());
    if (Errno.isError(begin)) {
      return false;
    }
    boolean shown = !Errno.isError(os.mapCopyOver(begin, address(), mapped()));
    FormerAddresses.freeOrReport(os, spec.source(), begin, pages().size());
    return shown;
  }

  /** Maps through the channel, because no intact page is left to copy the mapping from. */
  private boolean showAgainByChannel(SystemCalls os) {
    boolean interrupted = Thread.interrupted(); // an interrupt would close the channel
    try (Arena arena = Arena.ofShared()) {
      if (!channel.isOpen() || channel.size() - spec.offset() < mapped()) {
        return false;
      }
      long begin = channel.map(mode(spec), spec.offset(), 1, arena).address();
      return !Errno.isError(os.mapCopyOver(begin, address(), mapped()));
    } catch (IOException e) {
      return false; // the fault is reported anyway
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  void closed() {
    try (var _ = Trace.unmap(spec.source(), spec.offset(), description().length())) {
      if (ownsChannel) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Unmaps with a system call, if possible, because the JDK unmaps only when an arena is closed.
   */
  @Override
  void dropped() {
    try (var _ = Trace.unmap(spec.source(), spec.offset(), description().length())) {
      SystemCalls os = NativeAccess.os();
      if (os != null && mapped() > 0) {
        FormerAddresses.unmapOrReport(os, spec.source(), address(), mapped());
      }
    }
  }
}
